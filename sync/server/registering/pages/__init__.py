"""The pages: for volunteers, who have no account, and for those who open and close them."""
