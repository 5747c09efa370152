"""Mails that came back, and complaints of them: the address is suspended, and whoever wrote the mail is told.

Anybody may send a report, true or forged: one counts only if it is about a mail of ours, and then of the address that
mail went to, whatever address the report names. Which mails are ours is known by those that keep them: they
``register``, and hear of it by ``mail_bounced``. So the floor names no app above it.
"""

import re
from collections.abc import Callable
from email.utils import parseaddr

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.db import transaction
from django.dispatch import Signal

from tour import bounce_reports, suppressions
from tour.french import one_line
from tour.models import SuppressionReason

#: A mail came back, or somebody complained of it. Receivers get ``message_id`` (its left part; a provider's own where
#: that is unknown to us), ``address``, ``is_permanent`` (the address is suspended for good), ``is_complaint``,
#: ``status`` (an enhanced code, "" of a complaint) and ``said`` (one line, without the address); ``sender`` is None.
#: Sent within the transaction that suspends, and again if the same is told twice: then receivers change nothing.
mail_bounced = Signal()

#: What providers call a refusal that is for good: Brevo and Mandrill, MailerSend, Postmark.
HARD = {"hard_bounce", "hard_bounced", "HardBounce"}

#: Finds the address that a mail of ours went to, by the left part of its Message-ID; None for one it does not know.
Finder = Callable[[str], str | None]
_finders: list[Finder] = []


def register(finder: Finder):
    """Let reports be about the mails that ``finder`` knows. For apps that keep mails to call once they are ready."""
    _finders.append(finder)


def address_of(message_id: str) -> str | None:
    """The address that our mail of that Message-ID (its left part) went to; None if it is none of ours."""
    return next((found for finder in _finders if (found := finder(message_id))), None)


# --- The envelope -------------------------------------------------------------------------------------------------


def envelope_sender(message_id: str) -> str:
    """The address that a mail comes back to: ``BOUNCE_ADDRESS``, made that mail's own (local+id@domain).

    So a report that names neither mail nor address is still understood. Without that setting: the sender's address.
    """
    local, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{message_id}@{domain}" if local else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id_of(envelope_recipient: str) -> str | None:
    """The id that ``envelope_sender`` put into an address; None if that is not ours. Upper and lower case are alike."""
    local, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if not local:
        return None
    pattern = rf"{re.escape(local)}\+([\w.-]{{1,64}})@{re.escape(domain)}"
    found = re.fullmatch(pattern, envelope_recipient.strip().strip("<>"), re.ASCII | re.IGNORECASE)
    return found[1].lower() if found else None


# --- What is told -------------------------------------------------------------------------------------------------


def receive(raw: bytes, envelope_recipient: str = "") -> bool:
    """Act on a message that came to ``BOUNCE_ADDRESS``, to ``envelope_recipient`` if the server says; safe to do twice.

    Whether it was a report about a mail of ours. Raises nothing because of what the message holds.
    """
    report = bounce_reports.read(raw)
    if report is None:
        return False
    recipients = (envelope_recipient, *report.recipients)
    named = [message_id for recipient in recipients if (message_id := message_id_of(recipient))]
    for message_id in dict.fromkeys([*named, *report.message_ids]):
        if address := address_of(message_id):
            note(message_id, address, status=report.status, said=report.said, is_complaint=report.is_complaint)
            return True
    return False


def receive_event(event: AnymailTrackingEvent) -> bool:
    """Act on what the mail provider tells, which its webhook's secret proves; whether it was a refusal or a complaint.

    Providers may give a mail an id of their own: then the address is the one that the provider names. Few say as
    django-anymail reads them whether a refusal is for good: unless a code, or the provider's own word, says so it is
    for now.
    """
    told = {EventType.BOUNCED, EventType.REJECTED, EventType.COMPLAINED}
    recipient = str(event.recipient or "")
    message_id = bounce_reports.left_part(str(event.message_id or ""))
    address = (message_id and address_of(message_id)) or recipient
    if event.event_type not in told or "@" not in address:
        return False
    said = f"{event.mta_response or ''} {event.description or ''}"
    is_complaint = event.event_type == EventType.COMPLAINED
    status = bounce_reports.status_in(said) or ("5.0.0" if is_hard(event) else "4.0.0")
    note(
        message_id or one_line(str(event.message_id or event.event_id)),  # PostgreSQL takes no NUL
        address,
        status="" if is_complaint else status,
        said=said,
        is_complaint=is_complaint,
    )
    return True


def is_hard(event: AnymailTrackingEvent) -> bool:
    """Whether the provider itself calls a refusal final, in a field of what it sent."""
    values = event.esp_event.values() if hasattr(event.esp_event, "values") else ()
    return event.reject_reason == RejectReason.INVALID or any(
        value in HARD for value in values if isinstance(value, str)
    )


def note_answer(message_id: str, address: str, said: str):
    """Our mail server would not take ``address`` when it was given the mail, for good.

    Only an enhanced code tells that it is the address, and not us, that is refused.
    """
    if status := bounce_reports.ENHANCED.search(said):
        suppressions.note_refusal(address, message_id=message_id, status=status[1], said=said)


@transaction.atomic
def note(message_id: str, address: str, *, status: str = "", said: str = "", is_complaint: bool = False):
    """The mail ``message_id`` came back from ``address``, or its reader complained: suspend, and tell."""
    if is_complaint:
        suppressions.suppress(address, SuppressionReason.COMPLAINT, said)
    is_permanent = is_complaint or suppressions.note_refusal(address, message_id=message_id, status=status, said=said)
    mail_bounced.send(
        sender=None,
        message_id=message_id,
        address=address,
        is_permanent=is_permanent,
        is_complaint=is_complaint,
        status=status,
        said=suppressions.without_address(said, address),
    )
