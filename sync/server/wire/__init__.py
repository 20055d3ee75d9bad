"""What does the centre answer to kiosks? The five addresses of the agreement, served without Django's views."""
