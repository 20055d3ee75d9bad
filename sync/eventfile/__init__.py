"""What does an event look like as one file that a person can write?"""

from sync.eventfile.loading import EventFile, EventFileFault, argon2id, load_event

__all__ = ["EventFile", "EventFileFault", "argon2id", "load_event"]
