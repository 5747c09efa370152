"""What the pages of stages and partners lack and should have by now: what their teams are reminded of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from partners.domain import completeness
from partners.models import PartnerPage
from stages.domain.board import UNREAD, reviews
from stages.domain.readiness import NEAR, edition_path, readiness, readiness_with_drafts
from stages.enums import DateKind, RequirementKind, RequirementState
from stages.models import EditionPartner, StagePage, StagePartner
from tour import clock, french
from tour.addresses import absolute
from tour.clock import PARIS
from tour.models import BasePage

#: Days before its next stage by which a partner's page is complete.
PARTNER_DAYS = 14
#: Days for which results are asked for.
LONGEST_AFTER = 60
#: Days after which a mail more would be of no use: somebody rings the team up.
LONG_LATE = 14
#: Days before a stage in which what is late is urgent.
URGENT = 14


@dataclass(frozen=True)
class Gap:
    """Something that a page lacks: late since ``due_on``, or wanted by then. ``url`` is that of its very field."""

    label: str
    missing: str
    due_on: date
    days_late: int
    url: str
    note: str = ""

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def when(self) -> str:
        """« en retard de 3 jours », « à faire pour le 9 octobre 2014 »."""
        if self.is_late:
            return f"en retard {'d’un jour' if self.days_late == 1 else f'de {self.days_late}{french.NBSP}jours'}"
        return f"à faire pour le {french.full_date(self.due_on)}"


@dataclass(frozen=True)
class PageGaps:
    """The gaps of a page, late ones first. ``held_on``: the first day of its stage, of a partner's next one.

    ``has_draft``: changes were saved and are not published; ``is_in_review``: the national team has them.
    """

    page: BasePage
    gaps: tuple[Gap, ...]
    held_on: date | None
    today: date
    has_draft: bool
    is_in_review: bool = False

    @property
    def late(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.is_late)

    @property
    def is_pressing(self) -> bool:
        """Whether its team is to be rung up: late for long, or late and the stage is near."""
        is_near = self.held_on is not None and 0 <= (self.held_on - self.today).days <= URGENT
        return any(gap.days_late > LONG_LATE for gap in self.gaps) or (is_near and bool(self.late))


def gaps(at: datetime | None = None, among: Iterable[int] | None = None) -> dict[int, PageGaps]:
    """By key, the stages and partners (of ``among``, keys of pages; of all) that lack something as of ``at``.

    A fixed number of queries, but for the drafts of stages in review.
    """
    at = at or clock.now()
    today = at.astimezone(PARIS).date()
    pages = Q() if among is None else Q(pk__in=among)
    return {**of_stages(at, today, pages), **of_partners(at, today, pages)}


def of_stages(at: datetime, today: date, among: Q) -> dict[int, PageGaps]:
    """Stages not over, and what is over if its results are late."""
    lately = at - timedelta(days=LONGEST_AFTER)
    found = StagePage.objects.filter(among, alias_of=None).with_progress(at).with_venue().defer(*UNREAD[:3])
    stages = list(found.filter(Q(is_over=False) | Q(ends_at__gt=lately)))
    waiting = reviews(stages)
    in_review = [stage for stage in stages if is_in_review(stage, waiting)]
    judged = readiness([stage for stage in stages if stage not in in_review], today)
    judged |= readiness_with_drafts(in_review, today)
    result = {}
    for stage in stages:
        lines = [line for line in judged[stage.pk].lines if is_asked_for(line, stage)]
        lacking = ordered(gap_of_line(line, today) for line in lines)
        if lacking:
            result[stage.pk] = PageGaps(
                stage, lacking, stage.starts_on, today, stage.has_unpublished_changes, stage in in_review
            )
    return result


def is_in_review(stage, waiting) -> bool:
    state = waiting.get(str(stage.pk))
    return state is not None and state.status == state.STATUS_IN_PROGRESS


def is_asked_for(line, stage) -> bool:
    """What waits in a review is up to the national team; of what is over, only the results are worth asking for."""
    if line.state not in (RequirementState.LATE, RequirementState.SOON) or line.is_drafted:
        return False
    return not stage.is_over or line.kind == RequirementKind.RESULTS


def gap_of_line(line, today: date) -> Gap:
    return Gap(
        label=line.label,
        missing=line.missing,
        due_on=line.due_on,
        days_late=max(0, (today - line.due_on).days),
        url=absolute(line.edit_url),
        note=line.note,
    )


def ordered(found: Iterable[Gap]) -> tuple[Gap, ...]:
    """The latest first."""
    return tuple(sorted(found, key=lambda gap: gap.due_on))


def of_partners(at: datetime, today: date, among: Q) -> dict[int, PageGaps]:
    """Partners of a stage that is near. What not everybody has is asked for until it is due, and then no more."""
    next_stage = next_stages(at, today)
    partners = PartnerPage.objects.filter(among, alias_of=None, pk__in=next_stage)
    result = {}
    for partner in completeness.with_content(partners):
        held_on = next_stage[partner.pk]
        due_on = held_on - timedelta(days=PARTNER_DAYS)
        late = max(0, (today - due_on).days)
        address = absolute(reverse("wagtailadmin_pages:edit", args=[partner.pk]))
        lacking = tuple(
            Gap(lack.label, lack.missing, due_on, late, f"{address}#:w:contentpath={lack.field}")
            for lack in completeness.lacks(partner)
            if lack.is_essential or not late
        )
        if lacking:
            result[partner.pk] = PageGaps(partner, lacking, held_on, today, partner.has_unpublished_changes)
    return result


def next_stages(at: datetime, today: date) -> dict[int, date]:
    """The first day of the next stage of each partner that has a role in one, or in its edition: those near."""
    furthest = today + timedelta(days=PARTNER_DAYS + NEAR)
    upcoming = StagePage.objects.visible().going_ahead().upcoming(at)
    upcoming = upcoming.filter(date_kind=DateKind.EXACT, starts_on__range=(today, furthest)).order_by("starts_on")
    days, of_edition = {}, {}
    for stage in upcoming.only("path", "starts_on"):
        days[stage.pk] = stage.starts_on
        of_edition.setdefault(edition_path(stage), stage.starts_on)
    found = defaultdict(list)
    for partner, stage in StagePartner.objects.filter(stage__in=days).values_list("partner", "stage"):
        found[partner].append(days[stage])
    roles = EditionPartner.objects.filter(edition__path__in=of_edition)
    for partner, path in roles.values_list("partner", "edition__path"):
        found[partner].append(of_edition[path])
    return {partner: min(days) for partner, days in found.items()}
