"""What can be held in the hand: passes, mats and their codes, as PDF to print and as pictures to show."""
