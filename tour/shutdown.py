"""Whether this process is to end: told by a worker to its children, in memory that they share since they were forked.

The signal that ends a worker reaches its first process alone, which then waits for what the others do.
"""

import mmap

_told = mmap.mmap(-1, 1)


def announce():
    _told[0] = 1


def is_announced() -> bool:
    """For what takes long to ask wherever it can stop; the next process goes on."""
    return _told[0] == 1


def call_off():
    _told[0] = 0
