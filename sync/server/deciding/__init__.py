"""What did a person decide about what was flagged?"""
