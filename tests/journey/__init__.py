"""The whole path, from a card to the totals, through whole programs."""
