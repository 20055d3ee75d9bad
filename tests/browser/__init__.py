"""The centre's pages in a real browser."""
