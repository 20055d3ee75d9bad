"""Who may see and do what at the centre?"""
