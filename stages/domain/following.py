"""Following the Tour by e-mail: asking, confirming, changing, pausing, leaving. Each deed plans, in its own
transaction, the mails that follow from it.

An address that was only typed is nobody's yet: it becomes a follower's by the link that is sent to it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator

from stages.domain import ledger, notices, planning
from stages.domain.follow_links import CONFIRMATION_VALIDITY
from stages.domain.schedule import themes_of
from stages.enums import DeliveryKind, FollowScope, Moment
from stages.models import Consent, Delivery, Follow, StagePage, Subscription
from tour import clock, suppressions
from tour.models import MailState, Theme

#: How long the mail with a lost link may be late.
LATEST_ACCESS = timedelta(days=1)
#: Mails of one kind to an address that somebody typed, whoever it was: (within, how many).
MOST_MAILS = ((timedelta(hours=1), 1), (timedelta(days=1), 3))
#: What is kept of where somebody came from, in bits (IPv4, IPv6).
NETWORK = {4: 24, 6: 48}
#: What one connection is given, in bits: any address of a /64 is its holder's to take.
CONNECTION = {4: 32, 6: 64}


@transaction.atomic
def ask(*, email: str, targets: Iterable[str], page: str, wording: str, ip: str):
    """Somebody typed ``email`` to follow ``targets`` (``Follow.target``): a link to confirm it is sent there.

    An address that follows all of it gets the link of its personal page. Nothing is done while it has had enough
    mails. Whoever asked is not to be told which of these it was.
    """
    held = Subscription.objects.select_for_update(no_key=True)
    subscription, _is_new = held.get_or_create(email=email, defaults={"created_at": clock.now()})
    followed = targets_of(subscription)
    missing = [target for target in targets if target not in followed]
    if not missing:
        write_access(subscription)
    elif may_write(subscription, DeliveryKind.CONFIRMATION):
        consent = keep_consent(subscription, missing, page=page, wording=wording, ip=ip)
        write(subscription, DeliveryKind.CONFIRMATION, CONFIRMATION_VALIDITY, consent=consent)


@transaction.atomic
def confirm(consent: Consent) -> bool:
    """What was asked for is followed from now on. Safe to do twice; False if it was withdrawn since."""
    subscription = hold(consent.subscription_id)
    if subscription is None:
        return False
    consent.refresh_from_db()
    if consent.withdrawn_at:
        return False
    if consent.confirmed_at:
        return True
    now = clock.now()
    begin(subscription, consent, now)
    subscription.confirmed_at = subscription.confirmed_at or now
    if subscription.left_at:  # whatever was paused then is over
        subscription.left_at = subscription.paused_at = None
    subscription.save(update_fields=["confirmed_at", "left_at", "paused_at"])
    replan(subscription, consent.follows.all())
    return True


@transaction.atomic
def send_access(email: str):
    """Somebody lost the link of their personal page: it is sent to ``email`` if that is a follower's. Nothing tells."""
    held = Subscription.objects.select_for_update(no_key=True)
    subscription = held.filter(email=email, confirmed_at__isnull=False).first()
    if subscription is not None:
        write_access(subscription)


@transaction.atomic
def change(
    subscription: Subscription, *, targets: Iterable[str], declined: Iterable[str], page: str, wording: str, ip: str
):
    """Follow ``targets`` and nothing else from now on, and be written to at all moments but ``declined``.

    To be done by who opened the personal page: the link to it confirms what is new.
    """
    subscription = hold(subscription.pk)
    if subscription is None:
        return
    targets = list(targets)
    before = list(subscription.follows.confirmed().select_related("stage", "theme"))
    subscription.declined = [moment for moment in Moment.values if moment in declined]
    subscription.save(update_fields=["declined"])
    known = {follow.target for follow in before}
    if missing := [target for target in targets if target not in known]:
        consent = keep_consent(subscription, missing, page=page, wording=wording, ip=ip)
        begin(subscription, consent, clock.now())
    subscription.follows.confirmed().exclude(target__in=targets).delete()
    withdraw_what_holds_nothing(subscription)
    replan(subscription, [*before, *subscription.follows.confirmed().select_related("stage", "theme")])


@transaction.atomic
def pause(subscription: Subscription):
    """Write nothing until ``resume``. Who left meanwhile has nothing to pause."""
    subscription = hold(subscription.pk)
    if subscription is None or subscription.left_at:
        return
    if subscription.paused_at is None:
        subscription.paused_at = clock.now()
        subscription.save(update_fields=["paused_at"])
    stop(Delivery.objects.not_handed().telling().filter(subscription=subscription))


@transaction.atomic
def resume(subscription: Subscription):
    subscription = hold(subscription.pk)
    if subscription is None:
        return
    subscription.paused_at = None
    subscription.save(update_fields=["paused_at"])
    replan(subscription, subscription.follows.confirmed().select_related("stage", "theme"))


@transaction.atomic
def write_again(hashed: str):
    """The address of that hash (``tour.suppressions``) is suspended no more: what was kept from it is planned anew."""
    kept = Delivery.objects.filter(state=MailState.CANCELLED, reason=suppressions.OBSTACLE)
    for subscription in Subscription.objects.active().filter(pk__in=kept.values("subscription")):
        if suppressions.hash_of(subscription.email) == hashed and hold(subscription.pk):
            replan(subscription, subscription.follows.confirmed().select_related("stage", "theme"))


@transaction.atomic
def leave(subscription: Subscription):
    """Follow nothing from now on, and confirm nothing of what was asked for before. Safe to do twice."""
    subscription = hold(subscription.pk)
    if subscription is None:
        return
    if subscription.left_at is None:
        subscription.left_at, subscription.paused_at = clock.now(), None
        subscription.save(update_fields=["left_at", "paused_at"])
    subscription.follows.all().delete()
    withdraw_what_holds_nothing(subscription)
    stop(Delivery.objects.not_handed().filter(subscription=subscription))


# --- What the deeds share ---------------------------------------------------------------------------------------


def hold(key: int | None) -> Subscription | None:
    """The subscription, which nobody else changes until the transaction ends; planners may go on referring to it."""
    return Subscription.objects.select_for_update(no_key=True).filter(pk=key).first()


def stop(deliveries: QuerySet[Delivery]):
    """Cancel what is open to somebody who leaves or pauses."""
    planning.hold(deliveries.filter(stage__isnull=False).order_by().values("stage"))
    planning.cancel(deliveries, ledger.LEFT)


def targets_of(subscription: Subscription) -> set[str]:
    return set(subscription.follows.confirmed().values_list("target", flat=True))


def follows_of(targets: Iterable[str]) -> list[Follow]:
    """``targets`` as rows that are not stored, each read with what it names; what does not exist is left out."""
    named = [target.partition(":")[::2] for target in targets]
    stages = StagePage.objects.in_bulk([value for scope, value in named if scope == FollowScope.STAGE])
    themes = Theme.objects.in_bulk([value for scope, value in named if scope == FollowScope.THEME])
    follows = []
    for scope, value in named:
        match scope:
            case FollowScope.STAGE if stage := stages.get(int(value)):
                follows.append(Follow(scope=scope, stage=stage))
            case FollowScope.THEME if theme := themes.get(int(value)):
                follows.append(Follow(scope=scope, theme=theme))
            case FollowScope.REGION:
                follows.append(Follow(scope=scope, region=value))
            case FollowScope.TOUR:
                follows.append(Follow(scope=scope))
    return follows


def keep_consent(subscription, targets, *, page: str, wording: str, ip: str) -> Consent:
    """Store the request to follow ``targets``, and what it asks for, not confirmed."""
    now, follows = clock.now(), follows_of(targets)
    consent = Consent.objects.create(
        subscription=subscription,
        address_hash=address_hash(subscription.email),
        subject=Truncator(", ".join(follow.name for follow in follows)).chars(255),
        wording=wording,
        page=page,
        ip_prefix=network_of(ip),
        asked_at=now,
    )
    for follow in follows:
        follow.subscription, follow.consent, follow.asked_at = subscription, consent, now
        follow.save()
    return consent


def begin(subscription: Subscription, consent: Consent, now: datetime):
    """``consent`` is given: what it asks for is followed, unless it is already."""
    pending = consent.follows.filter(confirmed_at=None)
    pending.filter(target__in=targets_of(subscription)).delete()
    pending.update(confirmed_at=now)
    consent.confirmed_at = now
    consent.save(update_fields=["confirmed_at"])


def withdraw_what_holds_nothing(subscription: Subscription):
    """The consents by which nothing is followed any more, nor waited for, are withdrawn."""
    empty = subscription.consents.filter(withdrawn_at=None).annotate(held=Count("follows")).filter(held=0)
    Consent.objects.filter(pk__in=[consent.pk for consent in empty]).update(withdrawn_at=clock.now())


def replan(subscription: Subscription, follows: Iterable[Follow]):
    """Bring what is planned for a follower up to date, of the stages that ``follows`` cover."""
    stages = stages_of(follows)
    mine = Subscription.objects.filter(pk=subscription.pk)
    planning.plan(stages, subscriptions=mine)
    notices.plan(stages, subscriptions=mine)


def stages_of(follows: Iterable[Follow]) -> list[StagePage]:
    """The stages not long over that one of ``follows`` covers, in the order in which all deeds hold them."""
    stages = StagePage.objects.filter(pk__in=planning.current_keys()).defer("body", "access", "results").order_by("pk")
    return covered(stages, follows)


def covered(stages: Iterable[StagePage], follows: Iterable[Follow]) -> list[StagePage]:
    """Those of ``stages`` that one of ``follows`` covers."""
    stages, follows = list(stages), list(follows)
    themes = themes_of(stages)
    return [stage for stage in stages if any(follow.covers(stage, themes.get(stage.pk, set())) for follow in follows)]


def write_access(subscription: Subscription):
    if may_write(subscription, DeliveryKind.ACCESS):
        write(subscription, DeliveryKind.ACCESS, LATEST_ACCESS)


def may_write(subscription: Subscription, kind: DeliveryKind) -> bool:
    """Whether an address may get another mail of ``kind``: anybody can type it."""
    now = clock.now()
    counts = {
        f"count_{number}": Count("pk", filter=Q(planned_at__gt=now - within))
        for number, (within, _most) in enumerate(MOST_MAILS)
    }
    had = Delivery.objects.filter(subscription=subscription, kind=kind).aggregate(**counts)
    return all(had[f"count_{number}"] < most for number, (_within, most) in enumerate(MOST_MAILS))


def write(subscription: Subscription, kind: DeliveryKind, validity: timedelta, *, consent: Consent | None = None):
    now = clock.now()
    about = f"consent:{consent.pk}" if consent else now.isoformat()
    Delivery.objects.create(
        key=f"{kind}:subscription:{subscription.pk}:{about}",
        kind=kind,
        subscription=subscription,
        consent=consent,
        planned_at=now,
        due_at=now,
        next_try_at=now,
        not_after=now + validity,
    )


def address_hash(email: str) -> str:
    """What tells whether a proof of consent is about an address, to whoever has the address and the site's key."""
    return salted_hmac("stages.follow.address", email, algorithm="sha256").hexdigest()


def network_of(ip: str, bits: dict[int, int] = NETWORK) -> str:
    """« 192.0.2.0/24 » of an address, by its version; empty for what is none."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, bits[address.version]), strict=False))
