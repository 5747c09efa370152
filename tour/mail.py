"""Mail leaves by rows: a request writes one, a task sends it. What the server never accepted is tried again; what it
may have accepted is not sent twice by us.
"""

import smtplib
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tour import clock
from tour.french import one_line
from tour.models import MailState, QueuedMail

#: Minutes before each new try; after the last, the mail has failed.
WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 480)
#: A mail that has been leaving for longer was left by a process that ended.
LONGEST_SENDING = timedelta(minutes=10)
#: Seconds: how long the server may keep us waiting.
TIMEOUT = 20


def queue(*, to: str, subject: str, text: str) -> QueuedMail:
    """Write a mail that the next sweep sends. Its subject is put on one line, without control characters."""
    now = clock.now()
    return QueuedMail.objects.create(to=to, subject=one_line(subject)[:255], text=text, created_at=now, next_try_at=now)


class QueueingBackend(BaseEmailBackend):
    """``EMAIL_BACKEND``: what Django and Wagtail send (passwords to choose anew, reviews) is queued like the rest.

    No request waits for the mail server. Plain text alone is kept.
    """

    def send_messages(self, messages):
        for message in messages:
            for address in message.recipients():
                queue(to=parseaddr(address)[1], subject=message.subject, text=message.body)
        return len(messages)


def send_due() -> int:
    """Send what is due, one after the other; return how many the server accepted. Several may run at once."""
    now = clock.now()
    QueuedMail.objects.filter(state=MailState.SENDING, started_at__lt=now - LONGEST_SENDING).update(
        state=MailState.UNCERTAIN, error="L’envoi s’est interrompu : le serveur l’a peut-être accepté."
    )
    due = QueuedMail.objects.filter(state=MailState.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")
    return sum(send(row) for row in list(due[:500]))


def send(row: QueuedMail) -> bool:
    """Send one mail, unless somebody else has begun to; whether the server accepted it."""
    row.started_at, row.attempts = clock.now(), row.attempts + 1
    begun = QueuedMail.objects.filter(pk=row.pk, state=MailState.QUEUED).update(
        state=MailState.SENDING, started_at=row.started_at, attempts=row.attempts
    )
    if not begun:
        return False
    try:
        connection = get_connection(settings.DELIVERY_EMAIL_BACKEND, timeout=TIMEOUT)
        connection.open()
    except Exception as error:  # nothing was said yet: whatever it is, the mail was not sent
        return try_later(row, error)
    try:
        EmailMessage(row.subject, row.text, to=[row.to], connection=connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        return try_later(row, error) if is_for_now(error) else end(row, MailState.FAILED, error=said(error))
    except (smtplib.SMTPException, OSError) as error:
        return end(row, MailState.UNCERTAIN, error=said(error))
    except Exception as error:  # this mail's own: it cannot be written as a message
        return end(row, MailState.FAILED, error=said(error))
    finally:
        connection.close()
    # It may hold a link that opens an account: it is not kept longer than it is needed.
    return end(row, MailState.SENT, sent_at=clock.now(), error="", text="")


def is_for_now(error) -> bool:
    """Whether the server refused for the moment only (4xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _reason in error.recipients.values())
    return 400 <= error.smtp_code < 500


def said(error) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def try_later(row, error) -> bool:
    if row.attempts > len(WAITS):
        return end(row, MailState.FAILED, error=said(error))
    wait = timedelta(minutes=WAITS[row.attempts - 1])
    return end(row, MailState.QUEUED, next_try_at=clock.now() + wait, error=said(error))


def end(row, state, **changes) -> bool:
    QueuedMail.objects.filter(pk=row.pk, state=MailState.SENDING, attempts=row.attempts).update(state=state, **changes)
    return state == MailState.SENT


def send_again(row: QueuedMail) -> bool:
    """Queue a failed or uncertain mail anew; False, and nothing done, if it is neither."""
    stopped = QueuedMail.objects.filter(pk=row.pk, state__in=[MailState.FAILED, MailState.UNCERTAIN])
    return bool(stopped.update(state=MailState.QUEUED, next_try_at=clock.now(), attempts=0))
