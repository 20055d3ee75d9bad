"""How a kiosk keeps what happened: its own append-only journal, what the centre told it, and sums that can be rebuilt."""
