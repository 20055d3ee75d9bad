"""What does the ledger show? Every reading for people: pages, exports and the console.

Promise: nothing here writes; every figure is a sum of what the store functions and the projector keep, so that reading a million
entries costs what reading a thousand does.
"""
