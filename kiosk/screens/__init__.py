"""The pages as people see them: each a pair of `name.py` and `name.kv`. They get plain values and tell events; nothing else."""

import kiosk.window  # noqa: F401 - imported before any widget, because it shields Kivy
