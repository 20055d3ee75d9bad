"""What tests share: builders, the fixed clock, drivers, and the runner behind `python3 -m tests`."""
