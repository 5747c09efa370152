"""The door by which mail leaves: rows are claimed, their text is handed to the SMTP server, its answer is kept.

Any number of sweeps may run at once, and any of them may end anywhere. What the server never had is tried again; what
it may have had is « uncertain » and left to a person, unless the outbox allows one more try. Only between the commit of
« handed » and the server's answer can that happen. SMTP: RFC 5321.
"""

import random
import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from logging import getLogger
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from tour import clock
from tour.addresses import host
from tour.bounces import envelope_sender
from tour.french import one_line
from tour.models.mail import OPEN, MailState, OutgoingMail

logger = getLogger(__name__)

#: Faults of a mail's own (it cannot be written): after so many it has failed.
MOST_FAULTS = 5
#: Mails to one conversation with the server.
MOST_A_CONVERSATION = 100
#: Conversations that could not be begun, one after the other, until the next sweep tries.
MOST_REFUSALS = 3
#: Rows ended by one statement.
AT_ONCE = 500
#: Seconds for which what the server answered is written again while the database is away.
DATABASE_PATIENCE = 60
LINES = SMTP.clone(cte_type="7bit")
INTERRUPTED = "L’envoi s’est interrompu après la remise : le serveur l’a peut-être accepté."
TOO_LATE = "L’heure est passée avant que le courriel puisse partir."


@dataclass(frozen=True)
class Obstacle:
    """Why a mail does not leave now: ``state`` is what becomes of it, or it waits until ``until``."""

    reason: str
    state: MailState = MailState.CANCELLED
    until: datetime | None = None


@dataclass(frozen=True)
class Outbox:
    """A kind of row that leaves by this door.

    ``rows()`` are those that may leave at present, due or not. ``compose(row)`` writes the message; what it raises is
    the row's own fault. ``obstacles(rows)`` tells, by key, of those that must not leave after all. ``note(rows)`` keeps
    a line of history of each, as it is now. ``refused(row, code, said)`` is told of a recipient refused for good.
    ``handing(row)``: further fields to keep as it is handed. ``may_repeat()``: whether a mail that may have arrived is
    sent once more.
    """

    model: type[OutgoingMail]
    rows: Callable[[], QuerySet]
    compose: Callable[[OutgoingMail], EmailMessage]
    obstacles: Callable[[list], dict[int, Obstacle]] = lambda rows: {}
    note: Callable[[list], None] = lambda rows: None
    refused: Callable[[OutgoingMail, int, str], None] = lambda row, code, said: None
    handing: Callable[[OutgoingMail], dict] = lambda row: {}
    may_repeat: Callable[[], bool] = lambda: False


def send_due(outbox: Outbox, *, for_seconds: float = 50) -> int:
    """Send what is due; return how many the server accepted.

    Begins no new batch after ``for_seconds``: the next sweep goes on. Ends early when the server does not answer.
    """
    stops_at = time.monotonic() + for_seconds
    expire(outbox)
    sent = 0
    with Conversation() as conversation:
        while not conversation.is_refused and time.monotonic() < stops_at:
            rows = claim(outbox)
            if not rows:
                break
            sent += Batch(outbox, rows, conversation).deliver()
    return sent


# --- Taking rows ------------------------------------------------------------------------------------------------


def locked(rows: QuerySet) -> QuerySet:
    """Those of ``rows`` that nobody else is taking; on SQLite a transaction that writes is alone anyway."""
    return rows.select_for_update(skip_locked=True, of=("self",))


def expire(outbox: Outbox):
    """End what is too late. A mail that the server was given is not late: its fate is found out by ``claim``."""
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

    What somebody took and left was not handed to the server, and is taken anew; or it was, and is uncertain.
    """
    now = clock.shared()
    with transaction.atomic():
        due = (
            outbox.rows()
            .filter(state__in=OPEN, next_try_at__lte=now)
            .filter(Q(not_after=None) | Q(not_after__gt=now) | Q(handed_at__isnull=False))
        )
        rows = list(locked(due).order_by("next_try_at", "pk")[: settings.MAIL_BATCH])
        left = [row for row in rows if row.handed_at]
        be_uncertain(outbox, left, INTERRUPTED, now)
        taken = [row for row in rows if not row.handed_at]
        token, until = uuid4(), now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        outbox.model.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=MailState.SENDING, token=token, next_try_at=until, attempts=F("attempts") + 1
        )
        for row in taken:
            row.state, row.token, row.next_try_at = MailState.SENDING, token, until
            row.attempts += 1
    if left and not taken:
        return claim(outbox)
    return taken


def be_uncertain(outbox, rows, reason, now):
    """The server may have them. Where the outbox allows it they leave once more, else a person decides."""
    if not rows:
        return
    again = [row for row in rows if not row.ambiguous and outbox.may_repeat()]
    rest = [row for row in rows if row not in again]
    for row in rows:
        row.ambiguous += 1
    outbox.model.objects.filter(pk__in=[row.pk for row in rows]).update(ambiguous=F("ambiguous") + 1)
    later = now + timedelta(minutes=5)
    finish(outbox, again, MailState.RETRY, reason=reason, next_try_at=later, handed_at=None, token=None)
    finish(outbox, rest, MailState.UNCERTAIN, reason=reason)


def finish(outbox, rows, state, **changes):
    """Put ``rows`` into ``state``, with their line of history. Within the caller's transaction."""
    if not rows:
        return
    outbox.model.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **changes)
    for row in rows:
        row.state = state
        for name, value in changes.items():
            setattr(row, name, value)
    outbox.note(rows)


# --- Sending them -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A mail as the server is to be given it."""

    row: OutgoingMail
    recipient: str
    content: bytes


class Batch:
    """Rows taken together under one token. Each is written to only as long as they are still ours."""

    def __init__(self, outbox: Outbox, rows: list, conversation: "Conversation"):
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
            for row in self.rows:
                if obstacle := obstacles.get(row.pk):
                    self.meet(row, obstacle)
                    left.remove(row)
            while left and not self.has_no_time() and not self.conversation.is_refused:
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
                found[row.pk] = Obstacle(said(error), MailState.FAILED)
        return found

    def now(self) -> datetime:
        """The present as ``clock.shared`` tells it, to write down; who has a row is for the database to say."""
        return clock.now() + self.skew

    def has_no_time(self) -> bool:
        """A server that keeps us waiting at each of its answers must not outlast the lease."""
        return self.now() + timedelta(seconds=5 * settings.MAIL_TIMEOUT_SECONDS) > self.ends_at

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
            self.meet_refusal(mail.row, refusal, at_recipient=True)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.try_later(mail.row, said(error))
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
            while waiting and not self.conversation.is_refused and time.monotonic() < ends_at:
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
            self.conversation.give(mail.content)
        except RefusedError as refusal:
            self.meet_refusal(mail.row, refusal)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.be_lost(mail.row, said(error))
            return False
        self.accepted.append(mail.row)
        return True

    def mine(self, rows) -> QuerySet:
        keys = [row.pk for row in rows]
        return self.outbox.model.objects.filter(pk__in=keys, state=MailState.SENDING, token=self.token)

    def hand(self, rows) -> list:
        """Commit that the server is about to be given them; return those that nobody cancelled or took."""
        with transaction.atomic():
            self.write_accepted()
            count = 0
            for fields, some in self.by_fields(rows):
                ours = self.mine(some).filter(next_try_at__gt=clock.shared_in_statement())
                count += ours.update(handed_at=self.now(), **fields)
            handed = rows
            if count < len(rows):
                keys = set(self.mine(rows).filter(handed_at__isnull=False).values_list("pk", flat=True))
                handed = [row for row in rows if row.pk in keys]
        self.accepted = []
        return handed

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

    def meet(self, row, obstacle: Obstacle):
        if obstacle.until:
            attempts = row.attempts - 1
            self.end([row], MailState.DUE, reason=obstacle.reason, next_try_at=obstacle.until, attempts=attempts)
        else:
            self.end([row], obstacle.state, reason=obstacle.reason)

    def give_back(self, rows):
        """They were not tried; of those that are handed the database knows."""
        self.mine(rows).filter(handed_at=None).update(
            state=Case(When(attempts__gt=1, then=Value(MailState.RETRY)), default=Value(MailState.DUE)),
            next_try_at=self.now(),
            attempts=F("attempts") - 1,
        )

    def take_back(self, rows):
        """They were handed, and the server has nothing of them."""
        with transaction.atomic():
            self.mine(rows).update(handed_at=None)
            self.give_back(rows)

    def try_later(self, row, reason):
        """The server does not have it."""
        minutes = settings.MAIL_RETRY_MINUTES[min(row.attempts, len(settings.MAIL_RETRY_MINUTES)) - 1]
        wait = timedelta(minutes=minutes) * random.uniform(1, 1.25)  # not all at the same moment again
        patiently(
            lambda: self.end([row], MailState.RETRY, reason=reason, next_try_at=self.now() + wait, handed_at=None)
        )

    def meet_refusal(self, row, refusal: "RefusedError", *, at_recipient=False):
        if refusal.is_for_now:
            self.try_later(row, str(refusal))
            return
        patiently(lambda: self.end([row], MailState.FAILED, reason=str(refusal), handed_at=None))
        if at_recipient:
            self.outbox.refused(row, refusal.code, refusal.said)

    def be_lost(self, row, reason):
        """The conversation ended after the text was given."""

        def write():
            with transaction.atomic():
                if self.mine([row]).exists():
                    be_uncertain(self.outbox, [row], reason, self.now())

        patiently(write)

    def be_faulty(self, row, error):
        if row.attempts >= MOST_FAULTS:
            self.end([row], MailState.FAILED, reason=said(error))
        else:
            self.try_later(row, said(error))


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


# --- Speaking with the server -----------------------------------------------------------------------------------


class RefusedError(Exception):
    """The server said no: ``code`` is its answer's (RFC 5321, 4.2), 4xx for the moment, 5xx for good."""

    def __init__(self, code: int, text: bytes):
        self.code, self.said = code, one_line(text.decode(errors="replace"))[:500]
        super().__init__(f"{code} {self.said}")

    @property
    def is_for_now(self) -> bool:
        return self.code < 500


class Conversation:
    """With the SMTP server of the settings, over as many connections as it takes. Raises SMTPException, OSError.

    ``is_refused``: it could not be begun several times running, and there is no sense in trying again at once.
    ``before_opening`` is called before what may take long.
    """

    def __init__(self):
        self.server, self.count, self.refusals = None, 0, 0
        self.before_opening = lambda: None

    @property
    def is_refused(self) -> bool:
        return self.refusals >= MOST_REFUSALS

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def begin(self, sender: str, recipient: str):
        """Name both ends of a mail; raises RefusedError if the server takes one of them not."""
        was_open = self.server is not None and self.count < MOST_A_CONVERSATION
        if not was_open:
            self.open()
        try:
            self.ask(self.server.mail, sender)
        except (smtplib.SMTPException, OSError):
            if not was_open:
                raise
            self.open()  # the server ended a conversation that it had done with
            self.ask(self.server.mail, sender)
        self.count += 1
        self.ask(self.server.rcpt, recipient)

    def give(self, content: bytes):
        """The text itself. Raises RefusedError when the server surely does not have it; after another error it may."""
        self.ask(lambda: self.server.docmd("data"), accepted=(354,))
        try:
            self.server.send(dotted(content))
            code, text = self.server.getreply()
        except Exception:
            self.drop()
            raise
        if code != 250:
            self.forget()
            raise RefusedError(code, text)

    def ask(self, command, *words, accepted=(250, 251)):
        try:
            code, text = command(*words)
        except Exception:
            self.drop()
            raise
        if code in accepted:
            return
        if code == 421:
            self.drop()
        else:
            self.forget()
        raise RefusedError(code, text)

    def forget(self):
        """Take back a mail that was begun."""
        if self.server is not None:
            try:
                self.server.rset()
            except (smtplib.SMTPException, OSError):
                self.drop()

    def open(self):
        self.close()
        self.before_opening()
        try:
            kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
            self.server = kind(
                settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=host(), timeout=settings.MAIL_TIMEOUT_SECONDS
            )
            self.server.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                self.server.starttls()
            if settings.EMAIL_HOST_USER:
                self.server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except Exception:
            self.refusals += 1
            self.drop()
            raise
        self.count = self.refusals = 0

    def close(self):
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.server.quit()
            self.drop()

    def drop(self):
        if self.server is not None:
            self.server.close()
        self.server = None


def dotted(content: bytes) -> bytes:
    """``content`` as it goes over the line (RFC 5321, 4.5.2): its dots doubled, and the one that ends it."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def said(error) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:2000]


#: What a person may let leave anew.
STOPPED = (MailState.FAILED, MailState.UNCERTAIN)


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
