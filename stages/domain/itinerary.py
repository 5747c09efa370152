"""Where an edition of the Tour stands: its stages in order, what is done, what comes next, its map."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from stages.enums import DateKind, Phase, StageStatus
from stages.models import EditionPage, StagePage
from tour import clock
from tour.geography import Point, RouteMap, build_map

#: Names of the states in templates, by status, then by phase.
STATES = {
    Phase.TO_COME: "upcoming",
    Phase.UNDER_WAY: "underway",
    Phase.OVER: "over",
    Phase.RESULTS_ONLINE: "results",
}


@dataclass(frozen=True)
class Itinerary:
    """An edition and its live stages in the order of the Tour, each read with its progress."""

    edition: EditionPage
    stages: tuple[StagePage, ...]

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
        return bool(self.stages) and self.next_stage is None

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
    """The itinerary of ``edition`` as the clock stands."""
    stages = (
        StagePage.objects.child_of(edition)
        .live()
        .public()
        .with_progress()
        .in_tour_order()
        .select_related("venue")
        .defer("body", "results", "access")
        .annotate_results()
    )
    return Itinerary(edition=edition, stages=tuple(stages))


def current_edition() -> EditionPage | None:
    """The newest published edition."""
    return EditionPage.objects.live().public().newest_first().first()


def state(stage: StagePage) -> str:
    """The name of what a stage's sign shows: its status if it is off, else its phase."""
    if stage.status != StageStatus.CONFIRMED:
        return stage.status
    return STATES[stage.phase]


def days_until(stage: StagePage) -> int | None:
    """Civil days from today to the first day, in the stage's time zone; None without an exact date or once begun."""
    if stage.date_kind != DateKind.EXACT:
        return None
    days = (stage.starts_on - clock.today(stage.time_zone)) // timedelta(days=1)
    return days if days >= 0 and clock.now() < stage.ends_at else None


def local(stage: StagePage, instant):
    """An instant on the stage's own clock."""
    return instant.astimezone(ZoneInfo(stage.time_zone))


def route_map(stages, *, url_of, describe) -> RouteMap:
    """The map of ``stages``; ``url_of(stage)`` and ``describe(stage)`` give each link and its spoken description."""
    return build_map(
        Point(
            label=stage.title,
            number=stage.position,
            url=url_of(stage),
            lat=float(stage.latitude) if stage.latitude is not None else None,
            lon=float(stage.longitude) if stage.longitude is not None else None,
            kind=stage.kind,
            state=state(stage),
            description=describe(stage),
        )
        for stage in stages
    )
