"""What is true on the day, as plain values and pure rules, the same on the kiosk and at the centre."""
