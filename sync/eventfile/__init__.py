"""What does an event look like as one file that a person can write?"""

from sync.eventfile.loading import EventFile, EventFileFault, argon2id, load_event, read_definition
from sync.eventfile.writing import written_event

__all__ = ["EventFile", "EventFileFault", "argon2id", "load_event", "read_definition", "written_event"]
