"""What was ended for good, and what keeps a restored backup from bringing it back?"""
