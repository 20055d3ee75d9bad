"""What can be asked of the centre on the command line?"""
