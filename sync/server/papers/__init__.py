"""What is printed at the centre, and who has a pass? Sheets from the roster, passes for the phone, and a log of what was issued."""
