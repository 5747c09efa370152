"""Some rows that one sweep took together, on their way to the server."""

import random
import smtplib
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from logging import getLogger

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When

from tour import clock, shutdown
from tour.bounces import envelope_sender
from tour.models import MailState, OutgoingMail
from tour.outbox import Obstacle, Outbox, be_uncertain
from tour.smtp import LINES, Conversation, RefusedError
from tour.suppressions import without_address

logger = getLogger(__name__)

#: Faults of a mail's own (it cannot be written): after so many it has failed.
MOST_FAULTS = 5
#: Tries, for a day or so, of a mail that has no hour after which it is too late: then it has failed.
MOST_TRIES = 28
#: Seconds for which what the server answered is written again while the database is away.
DATABASE_PATIENCE = 60


@dataclass(frozen=True)
class Written:
    """A mail as the server is to be given it."""

    row: OutgoingMail
    recipient: str
    content: bytes


class Batch:
    """Rows taken together under one token. Each is written to only as long as they are still ours."""

    def __init__(self, outbox: Outbox, rows: list, conversation: Conversation):
        self.outbox, self.rows, self.conversation = outbox, rows, conversation
        self.token, self.ends_at = rows[0].token, rows[0].next_try_at
        #: How far the clock on which processes agree is from this one's: asked once, not at each mail.
        self.skew = clock.shared() - clock.now()
        #: Accepted by the server, and not written yet: the next commit writes them too.
        self.accepted = []

    def deliver(self) -> int:
        """Send the rows, a few at a time; return how many the server accepted."""
        sent, left = 0, list(self.rows)
        self.conversation.before_opening = self.settle
        try:
            obstacles = self.obstacles()
            self.meet(obstacles)
            left = [row for row in self.rows if row.pk not in obstacles]
            while left and not (self.has_no_time() or self.must_stop()):
                sent += self.deliver_some(left[: settings.MAIL_ABREAST])
                del left[: settings.MAIL_ABREAST]
        finally:
            # Also when the database went away: nobody else has them before the lease is over.
            self.settle()
            patiently(lambda: self.give_back(left))
        return sent

    def obstacles(self) -> dict[int, Obstacle]:
        try:
            return self.outbox.obstacles(self.rows)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:  # that of one row is found when it is asked for alone, and stops no other
            logger.exception("What forbids a mail cannot be told of %s together", [row.pk for row in self.rows])
        found = {}
        for row in self.rows:
            try:
                found |= self.outbox.obstacles([row])
            except (DatabaseError, InterfaceError):
                raise
            except Exception as error:
                found[row.pk] = Obstacle(said(row, error), MailState.FAILED)
        return found

    def now(self) -> datetime:
        """The present as ``clock.shared`` tells it, to write down; who has a row is for the database to say."""
        return clock.now() + self.skew

    def has_no_time(self) -> bool:
        """A server that keeps us waiting at each of its answers must not outlast the lease."""
        return self.now() + timedelta(seconds=5 * settings.MAIL_TIMEOUT_SECONDS) > self.ends_at

    def must_stop(self) -> bool:
        return self.conversation.is_refused or shutdown.is_announced()

    def deliver_some(self, rows) -> int:
        """Send ``rows`` one after the other, once the server takes the first and one commit says so of them all."""
        mails = [mail for row in rows if (mail := self.write(row))]
        while mails and not self.conversation.is_refused:
            if self.begin(mails[0]):
                return self.give_all(mails)
            mails.pop(0)
        self.give_back([mail.row for mail in mails])
        return 0

    def write(self, row) -> Written | None:
        try:
            message = self.outbox.compose(row)
            return Written(row, parseaddr(message["To"])[1], message.as_bytes(policy=LINES))
        except Exception as error:
            if isinstance(error, DatabaseError | InterfaceError):
                raise
            logger.exception("Mail %s cannot be written", row.pk)
            self.be_faulty(row, error)
            return None

    def begin(self, mail: Written) -> bool:
        """Whether the server takes both ends of ``mail``; if not, that is written down."""
        try:
            self.conversation.begin(envelope_sender(mail.row.message_id), mail.recipient)
        except RefusedError as refusal:
            if refusal.at_recipient:
                self.meet_refusal(mail.row, refusal)
            else:  # it is the site that is refused: somebody mends that
                self.try_later(mail.row, refusal)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.try_later(mail.row, error)
            return False
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            logger.exception("Mail %s cannot be begun", mail.row.pk)
            self.be_faulty(mail.row, error)
            return False
        return True

    def give_all(self, mails: list[Written]) -> int:
        """Hand ``mails``, of which the server takes the first, then give it their texts.

        However this ends, unless the process is killed, those that the server was surely not given are not handed.
        """
        begun, handed = mails[0], self.hand([mail.row for mail in mails])
        if begun.row not in handed:
            self.conversation.forget()
        waiting, sent = [mail for mail in mails if mail.row in handed], 0
        # Who leaves meanwhile is not heard any more: a slow server is not given all of them.
        ends_at = time.monotonic() + settings.MAIL_TIMEOUT_SECONDS
        try:
            while waiting and not self.must_stop() and time.monotonic() < ends_at:
                mail = waiting[0]
                is_taken = mail is begun or self.begin(mail)
                del waiting[0]
                sent += is_taken and self.give(mail)
        finally:
            if waiting:
                patiently(lambda: self.take_back([mail.row for mail in waiting]))
        return sent

    def give(self, mail: Written) -> bool:
        try:
            self.conversation.announce()
        except RefusedError as refusal:
            self.meet_refusal(mail.row, refusal)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.try_later(mail.row, error)
            return False
        try:
            self.conversation.give(mail.content)
        except RefusedError as refusal:
            self.meet_refusal(mail.row, refusal)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.be_lost(mail.row, error)
            return False
        self.accepted.append(mail.row)
        return True

    def mine(self, rows) -> QuerySet:
        keys = [row.pk for row in rows]
        return self.outbox.model.objects.filter(pk__in=keys, state=MailState.SENDING, token=self.token)

    def hand(self, rows) -> list:
        """Commit that the server is about to be given them; return those that nobody cancelled, took or held back, and
        that are not too late by now.
        """
        with transaction.atomic():
            self.write_accepted()
            count = 0
            for fields, some in self.by_fields(rows):
                count += self.may_leave(some).update(handed_at=self.now(), **fields)
            handed = rows
            if count < len(rows):
                keys = set(self.mine(rows).filter(handed_at__isnull=False).values_list("pk", flat=True))
                handed = [row for row in rows if row.pk in keys]
                self.give_back([row for row in rows if row not in handed])
        self.accepted = []
        return handed

    def may_leave(self, rows) -> QuerySet:
        now = clock.shared_in_statement()
        keys = self.outbox.rows().filter(pk__in=[row.pk for row in rows]).values("pk")
        in_time = Q(not_after=None) | Q(not_after__gt=now)
        return self.mine(rows).filter(in_time, pk__in=keys, next_try_at__gt=now)

    def by_fields(self, rows) -> list[tuple[dict, list]]:
        """``rows``, those together of which the same is kept as they are handed."""
        found = []
        for row in rows:
            fields = self.outbox.handing(row)
            if not found or found[-1][0] != fields:
                found.append((fields, []))
            found[-1][1].append(row)
        return found

    def settle(self):
        """Commit what the server accepted last, however long the database takes to come back."""
        if self.accepted:
            patiently(self.write_accepted)
            self.accepted = []

    def write_accepted(self):
        if self.accepted:
            self.end(self.accepted, MailState.SENT, sent_at=self.now(), reason="")

    def end(self, rows, state, **changes):
        """Put those of ``rows`` that are still ours into ``state``, with their lines of history."""
        with transaction.atomic(savepoint=False):
            if self.mine(rows).update(state=state, **changes) < len(rows):
                ours = self.outbox.model.objects.filter(pk__in=[row.pk for row in rows], state=state, token=self.token)
                keys = set(ours.values_list("pk", flat=True))
                rows = [row for row in rows if row.pk in keys]
            for row in rows:
                row.state = state
                for name, value in changes.items():
                    setattr(row, name, value)
            if rows:
                self.outbox.note(rows)

    def meet(self, obstacles: dict[int, Obstacle]):
        """End what must not leave. What waits is looked at again and again: its history tells of the first time."""
        waiting = defaultdict(dict)
        for row in self.rows:
            obstacle = obstacles.get(row.pk)
            if obstacle is None:
                continue
            if obstacle.until is None:
                self.end([row], obstacle.state, reason=obstacle.reason)
                continue
            # Whoever said until when may have a clock that is behind the one by which rows are due.
            until = max(obstacle.until, self.now() + timedelta(minutes=1))
            if row.reason == obstacle.reason:
                waiting[row.reason][row.pk] = until
            else:
                attempts = row.attempts - 1
                self.end([row], MailState.DUE, reason=obstacle.reason, next_try_at=until, attempts=attempts)
        for untils in waiting.values():
            rows = self.mine(self.rows).filter(pk__in=untils)
            rows.update(state=MailState.DUE, next_try_at=max(untils.values()), attempts=F("attempts") - 1)

    def give_back(self, rows):
        """They were not tried, and are as late as before; of those that are handed the database knows."""
        if not rows:
            return
        were_due = [When(pk=row.pk, then=Value(row.was_due_at)) for row in rows]
        self.mine(rows).filter(handed_at=None).update(
            state=Case(When(attempts__gt=1, then=Value(MailState.RETRY)), default=Value(MailState.DUE)),
            next_try_at=Case(*were_due, output_field=DateTimeField()),
            attempts=F("attempts") - 1,
        )

    def take_back(self, rows):
        """They were handed, and the server has nothing of them."""
        with transaction.atomic():
            self.mine(rows).update(handed_at=None)
            self.give_back(rows)

    def try_later(self, row, error):
        """The server does not have it."""
        if row.not_after is None and row.attempts >= MOST_TRIES:
            self.fail(row, error)
            return
        minutes = settings.MAIL_RETRY_MINUTES[min(row.attempts, len(settings.MAIL_RETRY_MINUTES)) - 1]
        wait = timedelta(minutes=minutes) * random.uniform(1, 1.25)  # not all at the same moment again
        if row.not_after:  # the server may be back shortly before it is too late
            wait = min(wait, max((row.not_after - self.now()) / 4, timedelta(minutes=1)))
        changes = {"reason": said(row, error), "is_put_off_by_recipient": getattr(error, "at_recipient", False)}
        patiently(lambda: self.end([row], MailState.RETRY, next_try_at=self.now() + wait, handed_at=None, **changes))

    def fail(self, row, error):
        patiently(lambda: self.end([row], MailState.FAILED, reason=said(row, error), handed_at=None))

    def meet_refusal(self, row, refusal: RefusedError):
        if refusal.is_for_now:
            self.try_later(row, refusal)
            return
        self.fail(row, refusal)
        if refusal.at_recipient:
            self.outbox.refused(row, refusal.code, refusal.said)

    def be_lost(self, row, error):
        """The conversation ended after the text was given."""

        def write():
            with transaction.atomic():
                if self.mine([row]).exists():
                    be_uncertain(self.outbox, [row], said(row, error), self.now())

        patiently(write)

    def be_faulty(self, row, error):
        if row.attempts >= MOST_FAULTS:
            self.fail(row, error)
        else:
            self.try_later(row, error)


def patiently(write):
    """Call ``write`` again until the database takes it: what the server answered is known nowhere else."""
    gives_up_at = time.monotonic() + DATABASE_PATIENCE
    while True:
        try:
            return write()
        except (DatabaseError, InterfaceError):
            if time.monotonic() > gives_up_at or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.5)


def said(row, error) -> str:
    """What is kept of ``error``: not the address, which is kept elsewhere, and erased there."""
    kind = "" if isinstance(error, RefusedError) else f"{type(error).__name__}: "
    return without_address(f"{kind}{error}", row.address)
