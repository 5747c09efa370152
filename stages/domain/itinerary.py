"""Where an edition of the Tour stands: its stages in order, what is done, what comes next, its map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stages.domain.schedule import with_previous_date
from stages.enums import DateKind, Phase, StageStatus
from stages.models import EditionPage, StagePage
from tour import clock
from tour.cartography import RouteMap, build_map
from tour.geography import Point

#: What a stage's progress is told from.
SCHEDULE = ("date_kind", "starts_at", "ends_at", "position")
#: What a stage's sign shows, by phase; a stage that is off shows its status instead.
STATES = {
    Phase.TO_COME: "upcoming",
    Phase.UNDER_WAY: "underway",
    Phase.OVER: "over",
    Phase.RESULTS_ONLINE: "results",
}


@dataclass(frozen=True)
class Itinerary:
    """An edition and its visible stages in the order of the Tour, each read with its progress and its venue."""

    edition: EditionPage
    stages: tuple[StagePage, ...]

    @property
    def total(self) -> int:
        """How many stages the edition has, those that are off left out."""
        return sum(stage.goes_ahead for stage in self.stages)

    @property
    def last_position(self) -> int:
        """The rank of the last stage, as far as those that are visible tell."""
        return max([len(self.stages), *(stage.position or 0 for stage in self.stages)])

    @property
    def over(self) -> list[StagePage]:
        return [stage for stage in self.stages if stage.goes_ahead and stage.is_over]

    @property
    def next_stage(self) -> StagePage | None:
        """The stage under way, else the nearest to come: by date, then by rank for those without one."""
        ahead = [stage for stage in self.stages if stage.goes_ahead and not stage.is_over]
        return min(
            ahead,
            key=lambda s: (not s.is_under_way, s.starts_at is None, s.starts_at or clock.now(), s.position or 0),
            default=None,
        )

    @property
    def is_over(self) -> bool:
        """Whether the Tour took place and nothing of it is to come, not even what is postponed."""
        return bool(self.over) and self.next_stage is None and not self.waits

    @property
    def waits(self) -> bool:
        """Whether all that is left of the Tour is postponed."""
        return self.next_stage is None and any(stage.status == StageStatus.POSTPONED for stage in self.stages)

    @property
    def is_cancelled(self) -> bool:
        return bool(self.stages) and all(stage.status == StageStatus.CANCELLED for stage in self.stages)

    def showing(self, stage: StagePage) -> "Itinerary":
        """This itinerary with ``stage`` as its page shows it, which in a preview is not as it was read.

        What was read of it is lent to it (venue, progress) as far as it still holds; its progress is always told. A
        stage that is not among the visible ones changes nothing here.
        """
        read = next((other for other in self.stages if other.pk == stage.pk), None)
        if read is None:
            stage.read_progress()
            return self
        stage.previous_starts_on = read.previous_starts_on
        if stage.venue_id == read.venue_id:
            stage.venue, stage.is_venue_open = read.venue, read.is_venue_open
        if all(getattr(stage, name) == getattr(read, name) for name in SCHEDULE):
            stage.is_over, stage.is_under_way = read.is_over, read.is_under_way
        stage.read_progress()
        stages = [stage if other is read else other for other in self.stages]
        stages.sort(key=lambda other: (other.position is None, other.position or 0, other.path))
        return Itinerary(self.edition, tuple(stages))

    def around(self, stage: StagePage) -> tuple[StagePage | None, StagePage | None]:
        """The stages before and after ``stage``."""
        keys = [other.pk for other in self.stages]
        if stage.pk not in keys:
            return None, None
        index = keys.index(stage.pk)
        before = self.stages[index - 1] if index else None
        after = self.stages[index + 1] if index + 1 < len(self.stages) else None
        return before, after


def itinerary(edition: EditionPage) -> Itinerary:
    """The itinerary of ``edition`` as the clock stands: one query.

    Of ``edition`` only its place in the tree is used: any page object of it will do.
    """
    stages = (
        StagePage.objects.child_of(edition)
        .visible()
        .with_progress()
        .in_tour_order()
        .with_venue()
        .defer("body", "access", "venue__body")
    )
    return Itinerary(edition=edition, stages=tuple(with_previous_date(stages)))


def current_edition() -> EditionPage | None:
    """The newest published edition."""
    return EditionPage.objects.visible().newest_first().first()


def attach_editions(stages: Iterable[StagePage]) -> list[StagePage]:
    """Give each stage its visible ``edition`` (None without one), in one query for all."""
    stages = list(stages)
    steplen = StagePage.steplen
    paths = {stage.path[:-steplen] for stage in stages}
    editions = {edition.path: edition for edition in EditionPage.objects.visible().filter(path__in=paths)}
    for stage in stages:
        stage.edition = editions.get(stage.path[:-steplen])
    return stages


def state(stage: StagePage) -> str:
    """The name of what a stage's sign shows: its status if it is off, else its phase."""
    if stage.status != StageStatus.CONFIRMED:
        return stage.status
    return STATES[stage.phase]


def days_until(stage: StagePage) -> int | None:
    """Civil days from today to the first day, in the stage's time zone; None without an exact date or once begun."""
    if stage.date_kind != DateKind.EXACT:
        return None
    days = (stage.starts_on - clock.today(stage.time_zone)).days
    return days if days >= 0 and clock.now() < stage.starts_at else None


def route_map(stages: Iterable[StagePage], *, describe: Callable[[StagePage], str]) -> RouteMap:
    """The map of ``stages``, in their order; ``describe(stage)`` gives what is read aloud after each name."""
    return build_map(
        Point(
            label=stage.title,
            number=stage.position,
            url=stage.url or "",
            lat=float(stage.latitude) if stage.latitude is not None else None,
            lon=float(stage.longitude) if stage.longitude is not None else None,
            kind=stage.kind,
            state=state(stage),
            description=describe(stage),
        )
        for stage in stages
    )
