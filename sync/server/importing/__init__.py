"""Who will come, as somebody else's list says it? Lists of people become the roster, after a look at what would change."""
