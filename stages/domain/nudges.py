"""Reminding teams of what their pages lack: one mail a week a person at most, whatever they keep.

What is long late is not mailed about more often: the national team's digest names who is to be rung up.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import time

from django.core import signing
from django.urls import reverse

from stages import emails
from stages.domain import gaps, planning, weekly
from stages.domain.gaps import PageGaps
from stages.domain.planning import Outcome
from stages.domain.weekly import Rhythm
from stages.emails import Letter
from stages.enums import DeliveryKind
from stages.models import Delivery, StagePage
from tour import clock
from tour.addresses import absolute
from tour.models import User
from tour.outbox import Obstacle

#: On Tuesdays at 9 h; by Friday the week is over.
RHYTHM = Rhythm(weekday=1, at=time(9), days_late=3)
NOTHING_TO_DO = "Il n’y a plus rien à rappeler à cette personne."
DECLINED = "Cette personne ne souhaite plus ces messages."
#: What one may decline, and the field of the account that says so.
DECLINABLE = {DeliveryKind.NUDGE: "receives_nudges", DeliveryKind.DIGEST: "receives_digest"}
DECLINING = "stages.nudges.decline"


def plan() -> Outcome:
    """Plan next Tuesday's nudges, to whoever will have something to do by then. Safe to run twice."""
    now = clock.now()
    occurrence = RHYTHM.next_after(now)
    users = pages_by_member(gaps.gaps(occurrence.due_at))
    return weekly.plan(DeliveryKind.NUDGE, occurrence, users, now, reason=NOTHING_TO_DO)


def pages_by_member(found: dict[int, PageGaps], users: Iterable[int] | None = None) -> dict[int, list[PageGaps]]:
    """By key, the people (of ``users``) who keep some of the pages ``found``, and want to be told: one query."""
    members = User.objects.filter(is_active=True, receives_nudges=True, groups__team__page__in=found)
    if users is not None:
        members = members.filter(pk__in=users)
    kept = defaultdict(list)
    for user, page in members.values_list("pk", "groups__team__page"):
        kept[user].append(found[page])
    return {user: sorted(pages, key=lambda one: one.gaps[0].due_on) for user, pages in kept.items()}


def attach(rows: list[Delivery]):
    """Give each nudge of ``rows`` its ``pages``: what is missing now, not when it was planned."""
    users = {row.user_id for row in rows if row.kind == DeliveryKind.NUDGE}
    if not users:
        return
    kept = User.objects.filter(pk__in=users, groups__team__page__isnull=False)
    found = gaps.gaps(among=set(kept.values_list("groups__team__page", flat=True)))
    pages = pages_by_member(found, users)
    for row in rows:
        if row.kind == DeliveryKind.NUDGE:
            row.pages = pages.get(row.user_id, [])


def obstacle(row: Delivery) -> Obstacle | None:
    """Why a nudge, to which ``attach`` gave its pages, does not leave."""
    if not row.user.receives_nudges:
        return Obstacle(DECLINED)
    return None if row.pages else Obstacle(NOTHING_TO_DO)


def letter(row: Delivery) -> Letter:
    pages = row.pages
    keeps_stages = any(isinstance(kept.page, StagePage) for kept in pages)
    rest = len(pages) - 1
    words = {"pages": pages[0].page.title + (f" et {rest} autre{'s' if rest > 1 else ''}" if rest else "")}
    context = {
        "pages": pages,
        "pages_url": absolute(reverse("wagtailadmin_home")),
        "declining_url": declining_url(row.user, row.kind),
    }
    return emails.write("nudge" if keeps_stages else "nudge-partner", "nudge", words, context)


# --- Declining ----------------------------------------------------------------------------------


def declining_url(user: User, kind: str) -> str:
    """Where one click ends the mails of ``kind`` to ``user`` (RFC 8058); empty for what one cannot decline."""
    if kind not in DECLINABLE:
        return ""
    token = signing.Signer(salt=DECLINING).sign_object([user.pk, str(kind)])
    return absolute(reverse("nudges-decline", args=[token]))


def decliner_of(token: str) -> tuple[User, DeliveryKind] | None:
    """Who declines what by a link; None if the link is not one of ours, or the account is gone."""
    try:
        key, kind = signing.Signer(salt=DECLINING).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=key).first()
    return (user, DeliveryKind(kind)) if user else None


def decline(user: User, kind: DeliveryKind):
    """``user`` is sent no more mails of ``kind``, nor those that are planned."""
    User.objects.filter(pk=user.pk).update(**{DECLINABLE[kind]: False})
    planning.cancel(Delivery.objects.not_handed().filter(user=user, kind=kind), DECLINED)
