"""Which machines are devices, since when, and until when?"""
