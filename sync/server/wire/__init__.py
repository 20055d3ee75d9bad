"""What does the centre answer to kiosks? The six addresses of the agreement, served without Django's views."""
