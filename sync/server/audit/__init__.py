"""Who did what at the centre, and who looked at names?"""
