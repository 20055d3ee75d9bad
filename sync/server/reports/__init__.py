"""What was said about the day, and when? Reports that were frozen, each version as it was."""
