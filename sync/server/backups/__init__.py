"""How does the centre outlive its machine? Backups that were proven, and the way back."""
