"""Mails of the floor leave by rows: a request writes one, a sweep sends it (``tour.delivery``)."""

from datetime import datetime, timedelta
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.encoding import punycode

from tour import bounces, clock, delivery, heartbeat, suppressions
from tour.addresses import host
from tour.french import one_line
from tour.models import MailState, QueuedMail
from tour.models.mail import OPEN
from tour.outbox import Obstacle, Outbox
from tour.smtp import LINES

#: A link to choose a password does not hold longer; news that are older are none.
LATEST = timedelta(days=3)
#: How long a mail that ended is kept, to see what became of it.
KEPT = timedelta(days=90)
#: What somebody of the national team may let leave anew.
STOPPED = (*delivery.STOPPED, MailState.EXPIRED)


def queue(*, to: str, subject: str, text: str) -> QueuedMail:
    """Write a mail that the next sweep sends, within three days. Its subject is put on one line, without control
    characters.
    """
    now = clock.now()
    return QueuedMail.objects.create(
        to=to,
        subject=one_line(subject)[:255],
        text=text,
        created_at=now,
        due_at=now,
        next_try_at=now,
        not_after=now + LATEST,
    )


class QueueingBackend(BaseEmailBackend):
    """``EMAIL_BACKEND``: what Django and Wagtail send (passwords to choose anew, reviews) is queued like the rest.

    No request waits for the mail server. Plain text alone is kept.
    """

    def send_messages(self, messages):
        for message in messages:
            for address in message.recipients():
                queue(to=parseaddr(address)[1], subject=message.subject, text=message.body)
        return len(messages)


def letter(*, to: str, subject: str, message_id: str) -> EmailMessage:
    """The headers that every mail of ours has; its text is for the caller to set.

    Raises ValidationError when ``to`` is no address, UnicodeError when its domain cannot be written as servers want it
    (IDNA). Nothing that anybody typed can begin another header.
    """
    validate_email(to)
    name, _at, domain = to.rpartition("@")
    to = f"{name}@{punycode(domain)}"
    message = EmailMessage(policy=LINES)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(display_name=one_line(name) or settings.SITE_NAME, addr_spec=address)
    message["To"] = Address(addr_spec=to)
    # Encoded as a whole: the policy's own folding loses spaces, and takes « =?…?= » that somebody typed for a code.
    message.set_raw("Subject", Header(one_line(subject), "utf-8", header_name="Subject").encode())
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{message_id}@{host()}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def compose(row: QueuedMail) -> EmailMessage:
    try:
        message = letter(to=row.to, subject=row.subject, message_id=row.message_id)
    except ValidationError as error:
        raise ValueError("adresse impossible") from error
    message.set_content(row.text)
    return message


def forget_text(rows: list[QueuedMail]):
    """A mail may hold a link that opens an account: it is not kept longer than it is needed."""
    sent = [row.pk for row in rows if row.state == MailState.SENT]
    QueuedMail.objects.filter(pk__in=sent).update(text="")


def obstacles(rows: list[QueuedMail]) -> dict[int, Obstacle]:
    suppressed = suppressions.suppressed_among(row.to for row in rows)
    return {row.pk: Obstacle(suppressions.OBSTACLE) for row in rows if row.to in suppressed}


def refused(row: QueuedMail, code: int, said: str):
    bounces.note_answer(row.message_id, row.to, said)


def address_of(message_id: str) -> str | None:
    """Where a mail of the floor went, by the left part of its Message-ID."""
    return QueuedMail.objects.filter(message_id=message_id).values_list("to", flat=True).first()


OUTBOX = Outbox(
    model=QueuedMail,
    rows=QueuedMail.objects.all,
    compose=compose,
    obstacles=obstacles,
    note=forget_text,
    refused=refused,
)


def send_due() -> int:
    """Send the mails of the floor that are due; return how many the server accepted."""
    heartbeat.beat(heartbeat.QUEUED_MAIL)
    return delivery.send_due(OUTBOX)


def send_again(row: QueuedMail) -> bool:
    """Queue a failed, uncertain, settled or late mail anew; False, and nothing done, if it is none of these."""
    return delivery.send_again(OUTBOX, row, states=STOPPED)


def settle(row: QueuedMail) -> bool:
    """Let a failed or uncertain mail stay so; False, and nothing done, if it is neither."""
    return delivery.settle(OUTBOX, row)


def forget_old():
    """Delete the mails that ended long ago, whatever became of them, with what is left of their text.

    For a sweep to call.
    """
    ended_long_ago(QueuedMail.objects.all(), clock.now()).delete()


def ended_long_ago(mails: QuerySet, now: datetime) -> QuerySet:
    """Those of ``mails``, of any model, that are not kept any longer.

    When one was last tried is when it ended, but for what waited until it was too late.
    """
    limit = now - KEPT
    ended = mails.exclude(state__in=OPEN).filter(next_try_at__lte=limit)
    return ended.exclude(state=MailState.EXPIRED, not_after__gt=limit)
