"""Reports that mail servers send back: delivery status notifications (RFC 3464) and complaints (RFC 5965).

Anybody may send anything to where reports are read. What is no report is None; nothing is raised, and only the
beginning of a long message is read.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from logging import getLogger

logger = getLogger(__name__)

#: What a report says comes first, before the mail it is about: so much of it is read.
MOST_BYTES = 64 * 1024
#: An enhanced status code (RFC 3463) in what a server said; the answer of a server without those.
ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
ANSWER = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
#: The left part of a Message-ID (RFC 5322), as we write it.
A_MESSAGE_ID = re.compile(r"<?([\w.-]{1,64})@", re.ASCII)
AN_ADDRESS = re.compile(r"[^\s<>()\",:;@]{1,64}@[\w.-]{1,255}", re.ASCII)
#: Feedback that somebody does not want the mail. The rest takes that back, or is about mail that others forged.
COMPLAINTS = {"abuse", "fraud", "opt-out", "opt-out-list"}
#: Where servers say to which address the report itself went, and which one sent the mail it is about.
ENVELOPE_FIELDS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True)
class Report:
    """That a mail was refused (``status``: an enhanced code, 5… for good, 4… for now), or complained of.

    ``message_ids``: left parts of Message-IDs the report names as that of the mail. ``recipients``: addresses to which
    the report came. Neither is proven.
    """

    status: str = ""
    said: str = ""
    is_complaint: bool = False
    message_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


def read(raw: bytes) -> Report | None:
    """What ``raw``, a whole message, reports; None of an automatic answer, a delay, a success, and of anything else."""
    try:
        return report_in(message_from_bytes(raw[:MOST_BYTES]))
    except Exception as error:  # whatever the parser stumbles on, there is a next message
        logger.warning("A message that came back cannot be read: %s", type(error).__name__)
        return None


def report_in(message: Message) -> Report | None:
    parts = message.get_payload() if message.get_content_maintype() == "multipart" and message.is_multipart() else []
    envelope = {"message_ids": ids_in(parts), "recipients": recipients_of(message)}
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            return complaint(fields_of(part), envelope)
        if part.get_content_type() == "message/delivery-status":
            return refusal(part, envelope)
    if message["X-Failed-Recipients"]:  # Exim, before it wrote RFC 3464
        said = line_of(text_of(parts[0] if parts else message))
        return Report(status=status_in(said) or "5.0.0", said=said, **envelope)
    return None


def complaint(fields: Message, envelope: dict) -> Report | None:
    if value(fields, "Feedback-Type").lower() not in COMPLAINTS:
        return None
    sender = value(fields, "Original-Mail-From").strip("<>")
    return Report(is_complaint=True, **envelope | {"recipients": (*envelope["recipients"], sender)})


def refusal(part: Message, envelope: dict) -> Report | None:
    """Of the recipients of a mail (ours have one, whom a server may have made several), the first that is refused."""
    for recipient in part.get_payload() if part.is_multipart() else []:
        if value(recipient, "Action").lower() == "failed":
            said = value(recipient, "Diagnostic-Code").partition(";")[2].strip()
            return Report(status=status_of(value(recipient, "Status"), said), said=said, **envelope)
    return None


def status_of(status: str, said: str) -> str:
    """``status``, unless it tells less than what the server ``said``: Exim writes 5.0.0 whatever the reason."""
    known = ENHANCED.search(status)
    status = known[1] if known else ""
    if status[1:] in ("", ".0.0"):
        return status_in(said) or status or "5.0.0"
    return status


def status_in(said: str) -> str:
    """The enhanced code in what a server said, or the one that its answer's class comes to; "" if there is neither."""
    if enhanced := ENHANCED.search(said):
        return enhanced[1]
    answer = ANSWER.search(said)
    return f"{answer[1]}.0.0" if answer else ""


def ids_in(parts: list[Message]) -> tuple[str, ...]:
    """The ids of the mails that a report holds, whole or by their headers."""
    held = [fields_of(part) for part in parts if part.get_content_type() in ("message/rfc822", "text/rfc822-headers")]
    return tuple(found for fields in held if (found := left_part(value(fields, "Message-ID"))))


def left_part(message_id: str) -> str | None:
    """What names a mail in its Message-ID; None if that is none of our kind."""
    found = A_MESSAGE_ID.match(message_id)
    return found[1] if found else None


def recipients_of(message: Message) -> tuple[str, ...]:
    values = [str(value)[:1000] for name in ENVELOPE_FIELDS for value in message.get_all(name, [])[:5]]
    return tuple(address for value in values for address in AN_ADDRESS.findall(value))


def fields_of(part: Message) -> Message:
    """The fields that a part holds: those of a message, or its text."""
    return part.get_payload(0) if part.is_multipart() else BytesHeaderParser().parsebytes(content_of(part).lstrip())


def content_of(part: Message) -> bytes:
    return part.get_payload(decode=True) or b""


def text_of(part: Message) -> str:
    return content_of(part).decode(errors="replace")


def line_of(text: str) -> str:
    """The line of a text that says why."""
    return next((line.strip() for line in text.splitlines() if status_in(line)), "")


def value(fields: Message, name: str) -> str:
    return str(fields[name] or "").strip()
