"""Who is told when totals change, and did they hear it? Signed messages to addresses that a coordinator names."""
