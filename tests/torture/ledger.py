"""Mails to send, as rows of the database, and what those rows say afterwards."""

from collections import Counter
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection

from tests.torture.account import Row
from tests.torture.services import wait_until
from tour import clock
from tour.addresses import host
from tour.models import QueuedMail
from tour.models.mail import OPEN


def fill(count: int, *, over: float = 0):
    """Write ``count`` mails, to as many addresses; due evenly over the next ``over`` seconds."""
    now = clock.shared()
    dues = [now + timedelta(seconds=over * number / count) for number in range(count)]
    QueuedMail.objects.bulk_create(
        (
            QueuedMail(
                to=f"{number}@recipients.example",
                subject=f"Étape {number}",
                text="Le texte.",
                created_at=now,
                due_at=due,
                next_try_at=due,
            )
            for number, due in enumerate(dues)
        ),
        batch_size=1000,
    )


def rows() -> list[Row]:
    names = ("message_id", "to", "state", "due_at")
    return [
        Row(f"{message_id}@{host()}", to, state, due_at.timestamp())
        for message_id, to, state, due_at in patiently(lambda: list(QueuedMail.objects.values_list(*names)))
    ]


def count_open() -> int:
    return patiently(QueuedMail.objects.filter(state__in=OPEN).count)


def patiently(ask):
    """The answer to ``ask()``, which meets a database that comes and goes."""

    def answer():
        try:
            return (ask(),)
        except (DatabaseError, InterfaceError):
            connection.close()
            return None

    return wait_until(answer)[0]


def pass_time():
    """What waits for a later try, or for the end of a lease, is looked at now."""
    QueuedMail.objects.filter(state__in=("sending", "retry")).update(next_try_at=clock.shared())


def outcome(services) -> list[tuple[str, int]]:
    """Of each mail, in the order written: its state, and how many copies the server has."""
    received = Counter(line.get("accepted") for line in services.sink.lines())
    return [(row.state, received[row.message_id]) for row in sorted(rows(), key=lambda row: int(row.to.split("@")[0]))]
