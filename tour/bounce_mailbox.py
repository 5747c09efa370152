"""The mailbox that mails come back to, read over IMAP (RFC 3501)."""

import imaplib
import ssl
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from logging import getLogger
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from tour import bounces, clock
from tour.bounce_reports import MOST_BYTES

logger = getLogger(__name__)

#: Seconds: how long the server may keep us waiting.
TIMEOUT = 20
#: Messages read in one go; the next goes on.
MOST_MESSAGES = 300
#: How long what was no report stays in the mailbox, for a person to look at.
KEPT_FOR = timedelta(days=30)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def fetch() -> int:
    """Read what came to ``BOUNCE_MAILBOX_URL`` since; return how many reports were acted on. Does nothing without it.

    A report of a mail of ours is deleted once what it says is kept; anything else is marked read, and deleted after a
    month. Whatever could not be dealt with stays as it is for the next time. A server that does not answer is logged.
    """
    if not settings.BOUNCE_MAILBOX_URL:
        return 0
    try:
        with mailbox(settings.BOUNCE_MAILBOX_URL) as imap:
            reports = sum(deal_with(imap, uid) for uid in search(imap, "UNSEEN UNDELETED")[:MOST_MESSAGES])
            for uid in search(imap, f"SEEN BEFORE {imap_date(clock.today() - KEPT_FOR)}"):
                imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
            imap.expunge()
    except (imaplib.IMAP4.error, OSError) as error:
        logger.error("The mailbox of what comes back cannot be read: %s: %s", type(error).__name__, error)
        return 0
    return reports


def deal_with(imap, uid: str) -> bool:
    """Act on one message; whether it was a report. Twice is harmless: only then is the message marked."""
    try:
        raw = message(imap, uid)
        if raw is None:
            return False
        is_report = bounces.receive(raw)
    except (imaplib.IMAP4.error, OSError, DatabaseError, InterfaceError):
        raise
    except Exception:  # it stops no other
        logger.exception("Message %s of the mailbox of what comes back cannot be dealt with", uid)
        return False
    imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)" if is_report else r"(\Seen)")
    return is_report


def message(imap, uid: str) -> bytes | None:
    """The beginning of a message, which stays unread; None if somebody deleted it meanwhile."""
    _ok, answer = imap.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)


def search(imap, criteria: str) -> list[str]:
    _ok, (uids,) = imap.uid("SEARCH", criteria)
    return (uids or b"").decode().split()


def imap_date(day: date) -> str:
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"


@contextmanager
def mailbox(url: str):
    """The mailbox of an address imaps://user:password@host:port/folder, opened; imap:// without encryption.

    Raises imaplib's errors and OSError.
    """
    parts = urlsplit(url)
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        imap = imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    else:
        imap = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=TIMEOUT)
    try:
        imap.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        ok, answer = imap.select(f'"{folder}"')
        if ok != "OK":
            raise imaplib.IMAP4.error(f"{folder}: {answer}")
        yield imap
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()
