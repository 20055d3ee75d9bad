"""What does the centre tell the kiosks?"""
