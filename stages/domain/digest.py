"""What the national team reads on Monday: where the stages stand, what changed in a week, whom to ring up."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, F, Q
from django.urls import reverse

from stages import emails
from stages.domain import gaps, nudges, weekly
from stages.domain.board import BoardRow, board
from stages.domain.gaps import PageGaps
from stages.domain.planning import Outcome
from stages.domain.weekly import Rhythm
from stages.emails import Letter
from stages.enums import DeliveryKind
from stages.models import (
    Consent,
    Delivery,
    EditionPage,
    ProgrammeRelease,
    ScheduleVersion,
    Subscription,
)
from tour import clock
from tour.access import national_team
from tour.addresses import absolute
from tour.models import BasePage, MailState, Team, User
from tour.outbox import Obstacle

#: On Mondays at 8 h; on Wednesday it is no more this week's news.
RHYTHM = Rhythm(weekday=0, at=time(8), days_late=2)
NOTHING_TO_TELL = "Il n’y a rien à dire de cette semaine."
NOT_NATIONAL = "Cette personne ne conduit plus le Tour, ou ne souhaite plus ce bilan."


@dataclass(frozen=True)
class Call:
    """A team to be rung up, and for what."""

    late: PageGaps
    members: list[User]

    @property
    def names(self) -> str:
        return ", ".join(str(member) for member in self.members)


@dataclass(frozen=True)
class Digest:
    """What happened from ``since`` to ``until``, and where things stand now. Counts of followers and mails are numbers.

    ``edition`` runs or comes next (None: all are over); ``forsaken`` are its stages that nobody keeps.
    """

    since: datetime
    until: datetime
    edition: EditionPage | None
    stages: list[BoardRow]
    changes: list[ScheduleVersion]
    releases: list[ProgrammeRelease]
    gained: int
    lost: int
    followers: int
    mails: dict[str, int]
    forsaken: list[BasePage]
    calls: list[Call]

    @property
    def late(self) -> list[BoardRow]:
        return [row for row in self.stages if row.readiness.late]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: that all is as it was, and well, is no news."""
        news = (self.late, self.changes, self.releases, self.gained, self.lost, self.forsaken, self.calls)
        return not any((*news, *self.mails.values()))


def plan() -> Outcome:
    """Plan next Monday's digest for whoever conducts the Tour and wants it. Safe to run twice."""
    now = clock.now()
    readers = national_team().filter(receives_digest=True).values_list("pk", flat=True)
    return weekly.plan(DeliveryKind.DIGEST, RHYTHM.next_after(now), readers, now, reason=NOT_NATIONAL)


def attach(rows: list[Delivery]):
    """Give each digest of ``rows`` its content, read once for all who get the same week's."""
    written = {}
    for row in rows:
        if row.kind == DeliveryKind.DIGEST:
            if row.due_at not in written:
                written[row.due_at] = digest(RHYTHM.week_before(row.due_at), row.due_at)
            row.digest = written[row.due_at]


def obstacle(row: Delivery) -> Obstacle | None:
    """Why a digest, to which ``attach`` gave its content, does not leave."""
    if not (row.user.receives_digest and row.user.conducts_the_tour):
        return Obstacle(NOT_NATIONAL)
    return Obstacle(NOTHING_TO_TELL) if row.digest.is_empty else None


def letter(row: Delivery) -> Letter:
    told = row.digest
    context = {
        "digest": told,
        "board_url": absolute(reverse("stages_board")),
        "health_url": absolute(reverse("stages_delivery_health")),
        "declining_url": nudges.declining_url(row.user, row.kind),
    }
    return emails.write("digest", "digest", {"retards": number_late(told)}, context)


def number_late(told: Digest) -> str:
    count = len(told.late)
    return f"{count} étape{'s' if count > 1 else ''} en retard" if count else "rien en retard"


def digest(since: datetime, until: datetime) -> Digest:
    """The digest of the week that ended at ``until``: a fixed number of queries."""
    edition = current_edition()
    rows = board(edition, BasePage.objects.all(), BasePage.objects.all()) if edition else []
    confirmed = Subscription.objects.filter(confirmed_at__gte=since, confirmed_at__lt=until)
    return Digest(
        since=since,
        until=until,
        edition=edition,
        stages=rows,
        changes=list(
            ScheduleVersion.objects.announced()
            .filter(recorded_at__gte=since, recorded_at__lt=until)
            .select_related("stage")
            .order_by("recorded_at", "pk")
        ),
        releases=list(
            ProgrammeRelease.objects.filter(released_at__gte=since, released_at__lt=until)
            .select_related("stage")
            .defer("items")
            .order_by("released_at", "pk")
        ),
        gained=confirmed.count(),
        lost=number_lost(since, until),
        followers=Subscription.objects.active().count(),
        mails=mails(since, until),
        forsaken=forsaken([row.stage for row in rows]),
        calls=calls(),
    )


def current_edition() -> EditionPage | None:
    """The edition that runs or, of those published, comes next; None when all are over."""
    open_ones = [edition for edition in EditionPage.objects.live().defer("body") if not edition.has_ended]
    return min(open_ones, key=lambda edition: edition.year, default=None)


def number_lost(since: datetime, until: datetime) -> int:
    """How many left; of those who had their address erased only the proofs of their consent are left."""
    left = Subscription.objects.filter(left_at__gte=since, left_at__lt=until).count()
    erased = Consent.objects.filter(subscription=None, withdrawn_at__gte=since, withdrawn_at__lt=until)
    return left + erased.values("address_hash").distinct().count()


def mails(since: datetime, until: datetime) -> dict[str, int]:
    """How many mails of that week were sent, failed, came too late; and how many wait for a person, of any week."""
    due = Delivery.objects.filter(due_at__gte=since, due_at__lt=until).exclude(kind=DeliveryKind.DIGEST)
    told = (MailState.SENT, MailState.FAILED, MailState.EXPIRED)
    found = due.aggregate(**{str(state): Count("pk", filter=Q(state=state)) for state in told})
    return {**found, "uncertain": Delivery.objects.filter(state=MailState.UNCERTAIN).count()}


def forsaken(stages) -> list[BasePage]:
    """Those of ``stages`` still to be held whose team has no member: nobody is told what they lack."""
    open_ones = [stage for stage in stages if stage.goes_ahead and not stage.is_over]
    kept = set(Team.objects.filter(page__in=open_ones, group__user__is_active=True).values_list("page", flat=True))
    return [stage for stage in open_ones if stage.pk not in kept]


def calls() -> list[Call]:
    """The teams to be rung up, the latest first."""
    pressing = {key: late for key, late in gaps.gaps().items() if late.is_pressing}
    members = {key: [] for key in pressing}
    people = User.objects.filter(is_active=True, groups__team__page__in=pressing).order_by("last_name", "email")
    for person in people.annotate(kept=F("groups__team__page")):
        members[person.kept].append(person)
    found = [Call(late, members[key]) for key, late in pressing.items()]
    return sorted(found, key=lambda call: call.late.gaps[0].due_on)
