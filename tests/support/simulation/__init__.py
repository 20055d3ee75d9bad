"""What would a whole day of bad luck do? Kiosks, a centre and a line in one thread, on made-up time; one seed is one day."""
