"""In which language does a page speak, and how are its sentences marked?"""
