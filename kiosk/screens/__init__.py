"""The pages as people see them: each a pair of `name.py` and `name.kv`. They get plain values and tell events; nothing else."""
