"""Ports of loopback."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def absent_server() -> Iterator[int]:
    """A port that refuses whoever connects, and that nobody else takes meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
