"""What must stand on this machine before Many Hands can run, and who puts it there?

Everything in this folder uses the standard library only, since it runs before anything is installed. It makes the
environment in `.venv`, installs the few system packages where it may, and otherwise says the one line to run.
"""
