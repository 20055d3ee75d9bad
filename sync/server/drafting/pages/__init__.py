"""On which pages is an event prepared?"""
