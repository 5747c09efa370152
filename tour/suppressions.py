"""Addresses that mail is not sent to any more: they do not exist, or their owners complained.

What is kept is a hash of the address, keyed with ``SECRET_KEY``: enough to recognise one, too little to find one. With
another ``SECRET_KEY`` all are forgotten.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from tour import clock
from tour.french import one_line
from tour.models import Bounce, Suppression, SuppressionReason

SALT = "tour.suppression"
#: Why a mail to such an address does not leave.
OBSTACLE = "Le site n’écrit plus à cette adresse\u00a0: elle est suspendue."
#: So many mails that could not be delivered within such a time suspend an address.
MOST_BOUNCES = 3
BOUNCES_COUNT_FOR = timedelta(days=14)
#: How long an address is suspended that nobody suspended: it may exist by then. Complaints hold until a person lifts
#: them.
REFUSALS_HOLD_FOR = timedelta(days=183)
OF_THEMSELVES = (SuppressionReason.REFUSED, SuppressionReason.UNREACHABLE)
#: Enhanced status codes (RFC 3463) that begin with 5 and yet say nothing of the address: our own is wrong (1.7, 1.8),
#: the mailbox or its system is full or the mail too long (2.2, 2.3, 3.0 to 3.5), the network failed (4, but for 4.1 and
#: 4.4: no such place), servers do not speak alike (5, but for 5.0, said of any address), the text or the sender is not
#: liked (6, 7).
NOT_OF_THE_ADDRESS = re.compile(r"5\.(?:1\.[78]|2\.[23]|3\.[0-5]|4\.(?:[235-9]|\d{2,3})|5\.[1-9]\d*|[67]\.\d+)")
#: Those that tell of us alone, whoever is written to: our address, our text, our server on somebody's list. They do not
#: even count: all who have their mailbox at one provider would be suspended by three mails that it did not want.
OF_OURS = re.compile(r"[45]\.(?:1\.[78]|[67]\.\d+)")
AN_ADDRESS = re.compile(r"[^\s<>@\"']{1,64}@[^\s<>@\"']{1,255}")


def suppress(address: str, reason: SuppressionReason, said: str = "") -> Suppression:
    """Send no mail to ``address`` from now on. Of what the server ``said``, a line without the address is kept.

    Of an address that is suspended already, the reason that weighs more is kept. Safe to call again.
    """
    state = {"reason": reason, "said": without_address(said, address)[:200], "created_at": clock.now()}
    row, is_new = Suppression.objects.get_or_create(address_hash=hash_of(address), defaults=state)
    if not is_new and weight(reason) > weight(row.reason):
        Suppression.objects.filter(pk=row.pk).update(**state)
    return row


def is_suppressed(address: str) -> bool:
    """Whether no mail may be sent to ``address``, in whatever case it is written."""
    return suppression_of(address) is not None


def suppression_of(address: str) -> Suppression | None:
    """Why and since when ``address`` is suspended; None if it is not."""
    return Suppression.objects.filter(address_hash=hash_of(address)).first()


def bounces_of(address: str) -> QuerySet[Bounce]:
    """The mails that ``address`` did not take of late."""
    return Bounce.objects.filter(address_hash=hash_of(address))


def suppressed_among(addresses: Iterable[str]) -> set[str]:
    """Those of ``addresses``, as they were given, that no mail may be sent to. One query."""
    hashes = {address: hash_of(address) for address in addresses}
    found = Suppression.objects.filter(address_hash__in=set(hashes.values()))
    suppressed = set(found.values_list("address_hash", flat=True))
    return {address for address, hashed in hashes.items() if hashed in suppressed}


@transaction.atomic
def lift(address: str) -> bool:
    """Let mail be sent to ``address`` again, whatever the reason; what came back before counts no more.

    False, and nothing done, if it was not suspended.
    """
    bounces_of(address).delete()
    count, _models = Suppression.objects.filter(address_hash=hash_of(address)).delete()
    return bool(count)


@transaction.atomic
def note_refusal(address: str, *, message_id: str, status: str, said: str = "") -> bool:
    """The mail ``message_id`` was not delivered to ``address``: suspend it, or count until it is enough; of a refusal
    that is about us, do nothing.

    ``status`` is an enhanced code (RFC 3463). Whether that refusal is for good. A mail counts once, however often it is
    told of.
    """
    if is_for_good(status):
        suppress(address, SuppressionReason.REFUSED, said)
        return True
    if OF_OURS.fullmatch(status):
        return False
    now = clock.now()
    Bounce.objects.get_or_create(
        address_hash=hash_of(address),
        message_id=one_line(message_id)[:200],
        defaults={"code": status[:12], "bounced_at": now},
    )
    recent = bounces_of(address).filter(bounced_at__gt=now - BOUNCES_COUNT_FOR)
    if recent.count() >= MOST_BOUNCES:
        suppress(address, SuppressionReason.UNREACHABLE, said)
    return False


def forget_old():
    """Lift the suspensions that end by themselves (refusals, after six months), and forget bounces that count no more.

    For a sweep to call; complaints, and what somebody suspended by hand, stay.
    """
    now = clock.now()
    Bounce.objects.filter(bounced_at__lte=now - BOUNCES_COUNT_FOR).delete()
    ended = Suppression.objects.filter(reason__in=OF_THEMSELVES, created_at__lte=now - REFUSALS_HOLD_FOR)
    for key in list(ended.values_list("pk", flat=True)):
        # Each alone: what is planned then holds rows until its transaction ends. Asked anew: somebody may complain
        # meanwhile.
        ended.filter(pk=key).delete()


def is_for_good(status: str) -> bool:
    """Whether an enhanced code (RFC 3463) tells that the address will never take a mail."""
    return status.startswith("5.") and not NOT_OF_THE_ADDRESS.fullmatch(status)


def hash_of(address: str) -> str:
    return salted_hmac(SALT, address.strip().lower().encode(errors="replace"), algorithm="sha256").hexdigest()


def weight(reason: str) -> int:
    return SuppressionReason.values.index(reason)


def without_address(said: str, address: str) -> str:
    """``said`` on one line, without ``address``, the name before its « @ » (or its « + »), and any other address."""
    address = address.strip()
    name = address.rpartition("@")[0]
    line = one_line(said[:1000])
    for part in (address, name, name.partition("+")[0]):
        if part:
            line = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", line, flags=re.IGNORECASE)
    return AN_ADDRESS.sub("…", line)
