"""Do real parts work together: environments, servers, databases, printers of paper?"""
