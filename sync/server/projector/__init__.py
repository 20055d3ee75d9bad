"""Who is where, and for how long?"""
