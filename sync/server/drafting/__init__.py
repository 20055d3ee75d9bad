"""How does a coordinator prepare an event and publish it?"""
