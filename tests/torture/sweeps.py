"""One sweep, in a process of its own: to be killed, or frozen, where the SMTP server says."""

import multiprocessing
from dataclasses import replace

from django.db import connections

from tour import delivery, mail


def outbox(may_repeat=False):
    """The mails of the floor, under the policy « at most once » or « once more »."""
    return replace(mail.OUTBOX, may_repeat=lambda: may_repeat)


def sweep(may_repeat=False) -> int:
    return delivery.send_due(outbox(may_repeat))


def sweep_apart(may_repeat=False) -> multiprocessing.Process:
    """Begin a sweep in a process that is a copy of this one; ``exitcode`` is minus the signal that ended it."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=sweep, args=[may_repeat], daemon=True)
    process.start()
    return process
