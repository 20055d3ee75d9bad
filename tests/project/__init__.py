"""Do the documents and the house rules hold for the code as it is?"""
