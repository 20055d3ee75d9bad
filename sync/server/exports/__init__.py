"""Which tables does the centre give away, and how do they become files?"""
