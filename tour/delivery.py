"""The door by which mail leaves: rows are claimed, their text is handed to the SMTP server, its answer is kept.

Any number of sweeps may run at once, and any of them may end anywhere. What the server never had is tried again; what
it may have had is « uncertain » and left to a person, unless the outbox allows one more try. Only between the commit of
« handed » and the server's answer can that happen. SMTP: RFC 5321.
"""

import time
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from tour import clock, shutdown
from tour.batch import Batch
from tour.models import MailState
from tour.models.mail import OPEN, UNDECIDED
from tour.outbox import Outbox, be_uncertain, finish
from tour.smtp import Conversation

#: Rows ended by one statement.
AT_ONCE = 500
INTERRUPTED = "L’envoi s’est interrompu après la remise\u00a0: le serveur l’a peut-être accepté."
TOO_LATE = "L’heure est passée avant que le courriel puisse partir."
#: What a person may let leave anew.
STOPPED = (*UNDECIDED, MailState.SETTLED)


def send_due(outbox: Outbox, *, for_seconds: float = 50) -> int:
    """Send what is due; return how many the server accepted.

    Begins no new batch after ``for_seconds``: the next sweep goes on. Ends early when the server does not answer, or
    when the process is to end.
    """
    stops_at = time.monotonic() + for_seconds
    resolve(outbox)
    expire(outbox)
    sent = 0
    with Conversation() as conversation:
        while not (conversation.is_refused or shutdown.is_announced()) and time.monotonic() < stops_at:
            rows = claim(outbox)
            if not rows:
                break
            sent += Batch(outbox, rows, conversation).deliver()
    return sent


def send_again(outbox: Outbox, row, *, states=STOPPED) -> bool:
    """Let a mail in one of ``states`` leave anew, as a person decides; False, and nothing done, if it is in none."""
    now = clock.shared()
    with transaction.atomic():
        stopped = outbox.model.objects.filter(pk=row.pk, state__in=states)
        taken = stopped.update(
            state=MailState.DUE, next_try_at=now, attempts=0, handed_at=None, token=None, not_after=None
        )
        if taken:
            row.refresh_from_db()
            outbox.note([row])
    return bool(taken)


def settle(outbox: Outbox, row) -> bool:
    """Let a failed or uncertain mail stay so, as a person decides; False, and nothing done, if it is neither.

    Its reason stays, and when it was handed: what may have arrived still counts as perhaps told.
    """
    with transaction.atomic():
        undecided = outbox.model.objects.filter(pk=row.pk, state__in=UNDECIDED)
        settled = undecided.update(state=MailState.SETTLED, token=None)
        if settled:
            row.refresh_from_db()
            outbox.note([row])
    return bool(settled)


def locked(rows: QuerySet) -> QuerySet:
    """Those of ``rows`` that nobody else is taking; on SQLite a transaction that writes is alone anyway."""
    return rows.select_for_update(skip_locked=True, of=("self",))


def resolve(outbox: Outbox):
    """What a sweep that ended had handed to the server is uncertain, also while a kill switch holds back the rest."""
    now = clock.shared()
    # Of what is open only what is being sent can be handed; said like this, every database finds it by its index.
    left = outbox.model.objects.filter(state__in=OPEN, next_try_at__lte=now, handed_at__isnull=False)
    while True:
        with transaction.atomic():
            rows = list(locked(left).order_by("next_try_at", "pk")[:AT_ONCE])
            be_uncertain(outbox, rows, INTERRUPTED, now)
        if len(rows) < AT_ONCE:
            return


def expire(outbox: Outbox):
    """End what is too late. A mail that the server was given is not late: its fate is found out by ``resolve``."""
    now = clock.shared()
    late = outbox.model.objects.filter(state__in=OPEN, handed_at=None, not_after__lte=now)
    # What is held is looked at once its lease is over.
    late = late.exclude(state=MailState.SENDING, next_try_at__gt=now)
    while True:
        with transaction.atomic():
            # The order is that of the index: by another one the database would read all that ever left.
            rows = list(locked(late).order_by("not_after")[:AT_ONCE])
            finish(outbox, rows, MailState.EXPIRED, reason=TOO_LATE)
        if len(rows) < AT_ONCE:
            return


def claim(outbox: Outbox) -> list:
    """Take some of what is due, for ``MAIL_LEASE_SECONDS``: nobody else has them meanwhile.

    What somebody took, left and did not hand to the server is taken anew.
    """
    now = clock.shared()
    with transaction.atomic():
        due = outbox.rows().filter(state__in=OPEN, handed_at=None, next_try_at__lte=now)
        due = due.filter(Q(not_after=None) | Q(not_after__gt=now))
        taken = list(locked(due).order_by("next_try_at", "pk")[: settings.MAIL_BATCH])
        token, until = uuid4(), now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        outbox.model.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=MailState.SENDING, token=token, next_try_at=until, attempts=F("attempts") + 1
        )
        for row in taken:
            row.was_due_at = row.next_try_at  # should it be given back
            row.state, row.token, row.next_try_at = MailState.SENDING, token, until
            row.attempts += 1
    return taken
