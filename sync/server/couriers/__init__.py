"""What came in a courier's pocket?"""
