"""The conversation: what the kiosk shows and asks next, as pure values and one step function."""
