"""What is kept of those who follow the Tour: given to them, erased at their word, and forgotten in time (RGPD); of
those who have an account, the mails of every week and trials, forgotten in time.

The periods are those of docs/registre-rgpd.md.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from stages.domain import following, ledger, planning
from stages.domain.schedule import themes_of
from stages.enums import DeliveryKind, FollowScope, Moment
from stages.models import Consent, Delivery, EditionPage, Follow, StagePage, Subscription
from tour import clock, mail, suppressions
from tour.departments import REGION_OF

#: A request that nobody confirmed.
UNCONFIRMED = timedelta(days=30)
#: « Trois mois » after the end of what is followed, or after leaving.
AFTERWARDS = timedelta(days=90)
#: « Trois ans » for the proof of a consent, once withdrawn.
PROOF = timedelta(days=3 * 365)
#: What the ledger holds of mails to accounts, kept as long as the others to them (``tour.mail``).
TO_ACCOUNTS = (DeliveryKind.NUDGE, DeliveryKind.DIGEST, DeliveryKind.TEST)


def data_of(subscription: Subscription) -> dict:
    """All that is kept of a follower, for JSON, under French names: it is read by them."""
    deliveries = subscription.deliveries.select_related("stage").prefetch_related("log").order_by("planned_at", "pk")
    return {
        "adresse": subscription.email,
        "demandé le": subscription.created_at,
        "confirmé le": subscription.confirmed_at,
        "en pause depuis": subscription.paused_at,
        "parti le": subscription.left_at,
        "adresse suspendue": data_of_suppression(subscription.email),
        "messages revenus": [
            {"message": bounce.message_id, "code": bounce.code, "revenu le": bounce.bounced_at}
            for bounce in suppressions.bounces_of(subscription.email).order_by("bounced_at", "pk")
        ],
        "moments refusés": [Moment(moment).label for moment in subscription.declined],
        "suivis": [
            {"quoi": follow.name, "demandé le": follow.asked_at, "confirmé le": follow.confirmed_at}
            for follow in subscription.follows.select_related("stage", "theme")
        ],
        "consentements": [
            {
                "pour": consent.subject,
                "texte montré": consent.wording,
                "page": consent.page,
                "réseau": consent.ip_prefix,
                "empreinte de l’adresse": consent.address_hash,
                "demandé le": consent.asked_at,
                "confirmé le": consent.confirmed_at,
                "retiré le": consent.withdrawn_at,
            }
            for consent in subscription.consents.all()
        ],
        "courriels": [
            {
                "nature": delivery.get_kind_display(),
                "étape": delivery.stage.title if delivery.stage else None,
                "état": delivery.get_state_display(),
                "raison": delivery.reason,
                "inscrit le": delivery.planned_at,
                "prévu le": delivery.due_at,
                "envoyé le": delivery.sent_at,
                "revenu le": delivery.bounced_at,
                "journal": [
                    {"le": line.at, "état": line.get_state_display(), "raison": line.reason}
                    for line in delivery.log.all()
                ],
            }
            for delivery in deliveries
        ],
    }


def data_of_suppression(email: str) -> dict | None:
    """Why the site writes no more to an address; None if it does."""
    found = suppressions.suppression_of(email)
    if found is None:
        return None
    return {"depuis": found.created_at, "raison": found.get_reason_display(), "réponse du serveur": found.said}


@transaction.atomic
def erase(subscription: Subscription):
    """Forget the address and what it followed; nothing leaves to it any more. Safe to do twice.

    The ledger's rows stay, to nobody; the proof of a consent that was given stays, with a keyed hash of the address; if
    that is suspended, so does another hash.
    """
    subscription = hold_to_erase(subscription)
    if subscription is not None:
        erase_held(subscription)


def erase_held(subscription: Subscription):
    planning.cancel(Delivery.objects.not_handed().filter(subscription=subscription), ledger.ERASED)
    # The keys name the subscription, and the proofs that stay hold a hash of the address: no row leads there any more.
    # No planner asks for these keys again.
    subscription.deliveries.update(consent=None, key=Concat(Value("erased:"), Cast("pk", CharField())))
    suppressions.bounces_of(subscription.email).delete()
    subscription.follows.all().delete()
    subscription.consents.filter(confirmed_at=None).delete()
    subscription.consents.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    subscription.delete()


def hold_to_erase(subscription: Subscription) -> Subscription | None:
    """The subscription, held as a whole: whoever plans a mail to it waits, and finds it gone.

    First as the deeds of followers hold it, then the stages, which a planner holds while it refers to the subscription.
    """
    if following.hold(subscription.pk) is not None:
        planning.hold()
    return Subscription.objects.select_for_update().filter(pk=subscription.pk).first()


# --- In time ----------------------------------------------------------------------------------------------------


def forget_old(now: datetime | None = None) -> int:
    """Erase what is kept longer than the register says; return how many addresses were. Safe to run twice."""
    now = now or clock.now()
    forget_requests(now)
    forget_proofs(now)
    mail.ended_long_ago(Delivery.objects.filter(kind__in=TO_ACCOUNTS), now).delete()
    count, ends = 0, Ends()
    for find in (forgotten_requests, those_who_left, partial(those_whose_editions_ended, ends)):
        for subscription in list(find(now, Subscription.objects.all())):
            with transaction.atomic():
                hold_to_erase(subscription)  # whoever came back meanwhile is not found again
                for found in find(now, Subscription.objects.filter(pk=subscription.pk)):
                    erase_held(found)
                    count += 1
    return count


def forget_requests(now: datetime):
    """What was asked for and not confirmed, also by those who follow something else."""
    old = Consent.objects.filter(confirmed_at=None, asked_at__lte=now - UNCONFIRMED)
    with transaction.atomic():
        Follow.objects.filter(consent__in=old, confirmed_at=None).delete()
        old.filter(follows=None).delete()


def forget_proofs(now: datetime):
    Consent.objects.filter(withdrawn_at__lte=now - PROOF, follows=None).delete()


def forgotten_requests(now: datetime, among: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """Addresses that nobody confirmed, and that wait for nothing since."""
    return among.filter(confirmed_at=None, created_at__lte=now - UNCONFIRMED, follows=None)


def those_who_left(now: datetime, among: QuerySet[Subscription]) -> QuerySet[Subscription]:
    return among.filter(left_at__lte=now - AFTERWARDS).exclude(
        consents__in=Consent.objects.filter(confirmed_at=None, withdrawn_at=None)
    )


def those_whose_editions_ended(ends: "Ends", now: datetime, among: QuerySet[Subscription]) -> Iterator[Subscription]:
    """Those whose last followed edition is over for long, and who do not follow the whole Tour."""
    today = now.date()
    everything = Follow.objects.confirmed().filter(scope=FollowScope.TOUR)
    others = among.filter(left_at=None, confirmed_at__lte=now - AFTERWARDS)
    others = others.exclude(pk__in=everything.values("subscription")).prefetch_related("follows")
    for some in planning.chunks(others):
        for subscription in some:
            if ends.of(subscription) + AFTERWARDS <= today:
                yield subscription


class Ends:
    """The last day of the editions of what can be followed. Read once, for any number of followers."""

    def __init__(self):
        editions = {edition.path: edition.last_day for edition in EditionPage.objects.all()}
        stages = list(StagePage.objects.only("path", "department", "starts_on", "ends_on"))
        themes = themes_of(stages)
        self.stages, self.regions, self.themes = {}, {}, {}
        for stage in stages:
            days = [editions.get(stage.path[: -StagePage.steplen]), stage.last_day]
            day = max((day for day in days if day), default=date.min)
            self.stages[stage.pk] = day
            self.keep(self.regions, REGION_OF.get(stage.department), day)
            for theme in themes.get(stage.pk, ()):
                self.keep(self.themes, theme, day)

    def keep(self, ends: dict, name, day: date):
        ends[name] = max(ends.get(name, day), day)

    def of(self, subscription: Subscription) -> date:
        """The last of those of what somebody follows; at the least the day on which they last asked for something."""
        days = [subscription.confirmed_at.date()]
        for follow in subscription.follows.all():
            days.append(follow.asked_at.date())
            match follow.scope:
                case FollowScope.STAGE:
                    days.append(self.stages.get(follow.stage_id, date.min))
                case FollowScope.REGION:
                    days.append(self.regions.get(follow.region, date.min))
                case FollowScope.THEME:
                    days.append(self.themes.get(follow.theme_id, date.min))
        return max(days)
