"""What do the centre's pages show? Every question that is asked of the database, answered in plain values.

Promise: pages never query by themselves; an answer costs as many rows as there are venues, activities, devices and item kinds, never
as many as there are entries.
"""
