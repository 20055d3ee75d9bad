"""How does a volunteer put themselves onto the roster? A page for each venue, shifts with places left, a pass at once."""
