"""The demonstration's mailbox: the mails that left the site, kept in a Maildir and read back.

What comes in by SMTP may be anything: no message, however broken, makes reading raise.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from mailbox import Maildir

from django.conf import settings

from tour import clock
from tour.clock import PARIS
from tour.french import one_line

#: A laptop never fills: so many mails are kept at most, the oldest go; so many bytes are taken of one.
KEPT = 500
LARGEST = 1024 * 1024
#: What is shown of a message: signs of its text, attachments.
LONGEST_TEXT = 100_000
MOST_ATTACHMENTS = 20
#: What the mailbox writes above a message: the hour by the site's clock, then to whom it was handed.
RECEIVED_AT, HANDED_TO = "X-Tour-Received-At", "Delivered-To"
#: The headers shown, with what they are called.
DETAILS = {
    "De": "From",
    "À": "To",
    "Remis à": HANDED_TO,
    "Répondre à": "Reply-To",
    "Identifiant": "Message-ID",
    "Désinscription": "List-Unsubscribe",
    "En un clic": "List-Unsubscribe-Post",
    "Envoi automatique": "Auto-Submitted",
}
#: A Maildir's name for a message: second, microsecond, and which of its process.
NAME = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)\.")


@dataclass(frozen=True)
class Attachment:
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A message as it is shown; whatever it lacks is empty. ``received_at`` is Paris time by the site's clock."""

    key: str
    received_at: datetime | None = None
    sender: str = ""
    recipients: str = ""
    subject: str = ""
    details: dict[str, str] = field(default_factory=dict)
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


def open_box() -> Maildir:
    """The Maildir at ``TOUR_MAILBOX``, made if need be."""
    return Maildir(settings.TOUR_MAILBOX)


def keep(content: bytes, *, recipients: list[str]):
    """Keep a message as it came, and no more than the last ``KEPT``."""
    box = open_box()
    received_at = clock.now().astimezone(PARIS).isoformat()
    above = [f"{RECEIVED_AT}: {received_at}", *(f"{HANDED_TO}: {one_line(address)}" for address in recipients)]
    box.add("".join(f"{line}\n" for line in above).encode("utf-8", "replace") + content)
    for key in newest_first(box)[KEPT:]:
        box.discard(key)


def newest_first(box: Maildir) -> list[str]:
    return sorted(box.keys(), key=arrival, reverse=True)


def arrival(key: str) -> tuple[int, ...]:
    """When a message came, by the machine's clock: a demonstration's begins anew at each start."""
    found = NAME.match(key)
    return tuple(int(number) for number in found.groups()) if found else ()


def find(sought: str = "") -> list[str]:
    """The keys of the messages, newest first; with ``sought``, of those handed to an address that holds it."""
    box = open_box()
    return [key for key in newest_first(box) if not sought or is_for(box, key, sought.lower())]


def is_for(box: Maildir, key: str, sought: str) -> bool:
    """The addresses are in the first lines: no message need be read whole."""
    try:
        with box.get_file(key) as file:
            lines = file.read(4096).decode("utf-8", "replace").splitlines()
    except (KeyError, FileNotFoundError):  # it went for a newer one since it was listed
        return False
    name = f"{HANDED_TO}: "
    return any(sought in line.removeprefix(name).lower() for line in lines if line.startswith(name))


def content_of(key: str) -> bytes | None:
    """A message as it is kept; None if there is no such key, or no longer."""
    try:
        return open_box().get_bytes(key)
    except (KeyError, FileNotFoundError):
        return None


def read(key: str) -> Letter | None:
    """The message of a key, None if there is none. What cannot be taken apart is shown as it came."""
    content = content_of(key)
    if content is None:
        return None
    try:
        return as_letter(key, message_from_bytes(content))
    except Exception:  # the parser does not say what it raises on a broken message
        return Letter(key, text=content.decode("utf-8", "replace")[:LONGEST_TEXT])


def as_letter(key: str, message: Message) -> Letter:
    bodies, attachments = {}, []
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if kind in ("text/plain", "text/html") and kind not in bodies and not is_attached(part):
            bodies[kind] = text_of(part)
        elif len(attachments) < MOST_ATTACHMENTS:
            attachments.append(Attachment(name_of(part), kind, bytes(part.get_payload(decode=True) or b"")))
    return Letter(
        key,
        received_at=instant(message.get(RECEIVED_AT, "")),
        sender=header(message, "From"),
        recipients=header(message, "To") or header(message, HANDED_TO),
        subject=header(message, "Subject"),
        details={label: value for label, name in DETAILS.items() if (value := header(message, name))},
        text=bodies.get("text/plain", "")[:LONGEST_TEXT],
        html=bodies.get("text/html", ""),
        attachments=tuple(attachments),
    )


def is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def text_of(part: Message) -> str:
    content = part.get_payload(decode=True) or b""
    try:
        text = content.decode(part.get_content_charset("utf-8"))
    except (LookupError, ValueError):  # no such charset, or not what it says
        text = content.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode()  # some charsets hold halves of signs, which no page can say


def name_of(part: Message) -> str:
    """A part's name without folders, or one that suits what it is."""
    name = re.split(r"[/\\]", decoded(part.get_filename("")))[-1][-100:]
    return name or ("invitation.ics" if part.get_content_type() == "text/calendar" else "sans-nom")


def header(message: Message, name: str) -> str:
    """All the values of a header, decoded, on one line."""
    return ", ".join(decoded(value) for value in message.get_all(name, []))


def decoded(value) -> str:
    with suppress(LookupError, ValueError, MessageError):  # it says to be encoded, and is not
        value = make_header(decode_header(value))
    return one_line(str(value))


def instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
