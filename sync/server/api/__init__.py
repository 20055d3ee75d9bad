"""What do other programs read, and with which token? The read API below ``/api/v1/``."""
