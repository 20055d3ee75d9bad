"""How does something get on paper? A queue of its own behind the desk, handed to CUPS piece by piece; nobody at the door waits for it."""
