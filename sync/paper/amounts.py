"""How is a quantity written on paper? "10 hats", "£5", "30 min of gardening": as everywhere else."""

from sync.domain.written import amount, money

__all__ = ["amount", "money"]
