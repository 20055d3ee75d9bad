"""When does what is kept of people go, and what stays gone? Dates, erasing, and a ledger that outlives a restored backup."""
