"""A sweep in a process of its own: to be killed, or frozen, where the SMTP server says."""

import multiprocessing

from django.db import connections

from tests.torture import mails


def begin_sweep() -> multiprocessing.Process:
    """Begin a sweep in a copy of this process; its ``exitcode`` is minus the signal that ended it."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=mails.sweep, daemon=True)
    process.start()
    return process
