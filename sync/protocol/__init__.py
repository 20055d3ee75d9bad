"""How machines say it: canonical bytes, chains, seals, messages and their limits; no sockets, no disk, no clock."""
