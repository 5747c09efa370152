"""A month of the Tour as a grid of weeks."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from stages.enums import DateKind
from stages.models import StagePage
from tour.fields import FIRST_DAY, LAST_DAY

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A stage on one of its days. ``number`` counts its days from 1; a row of entries is one stage's bar."""

    stage: StagePage
    number: int
    day_count: int
    #: Days of this week that its bar takes from here on, where its name is written: on its first day, and where a week
    #: begins. 0 on the other days.
    name_width: int

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.day_count


@dataclass
class Cell:
    """A day of the grid, in civil days of each stage's own place. ``lanes`` keeps a stage at one height all week."""

    date: date
    is_in_month: bool
    is_today: bool
    lanes: list[Entry | None] = field(default_factory=list)

    @property
    def is_busy(self) -> bool:
        return any(self.lanes)


@dataclass(frozen=True)
class Month:
    """``first`` is its first day. ``imprecise`` are stages that may fall in it, ``stages`` those that do."""

    first: date
    weeks: list[list[Cell]]
    stages: list[StagePage]
    imprecise: list[StagePage]
    previous: date | None
    next: date | None
    nearest_before: date | None
    nearest_after: date | None


def parse_month(text: str) -> date | None:
    """The first day of « 2014-10 »; None if that is no month of the calendar."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    if not FIRST_DAY.year <= int(match[1]) <= LAST_DAY.year:
        return None
    return date(int(match[1]), int(match[2]), 1)


def build_month(first: date, stages: list[StagePage], *, today: date) -> Month:
    """The month that begins on ``first``: weeks from Monday to Sunday, each stage on each of its days in it."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    exact = [stage for stage in stages if stage.date_kind == DateKind.EXACT]
    within = [stage for stage in exact if stage.starts_on <= last and stage.last_day >= first]
    within.sort(key=lambda stage: (stage.starts_at, stage.pk))
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        weeks.append(build_week(monday, first, last, within, today))
        monday += 7 * ONE_DAY
    return Month(
        first=first,
        weeks=weeks,
        stages=within,
        imprecise=[
            stage
            for stage in stages
            if stage.date_kind == DateKind.PERIOD and stage.starts_on <= last and stage.last_day >= first
        ],
        previous=(first - ONE_DAY).replace(day=1) if first > FIRST_DAY else None,
        next=last + ONE_DAY if last < LAST_DAY else None,
        nearest_before=max((stage.last_day.replace(day=1) for stage in exact if stage.last_day < first), default=None),
        nearest_after=min((stage.starts_on.replace(day=1) for stage in exact if stage.starts_on > last), default=None),
    )


def build_week(monday, first, last, stages, today) -> list[Cell]:
    days = [monday + n * ONE_DAY for n in range(7)]
    cells = [Cell(day, first <= day <= last, day == today) for day in days]
    lanes: list[date] = []  # the last day that each lane is taken
    for stage in stages:
        begins, ends = max(stage.starts_on, first, days[0]), min(stage.last_day, last, days[-1])
        if begins > ends:
            continue
        lane = next((n for n, taken in enumerate(lanes) if taken < begins), len(lanes))
        if lane == len(lanes):
            lanes.append(ends)
        lanes[lane] = ends
        day_count = (ends - begins).days + 1
        for day in (begins + n * ONE_DAY for n in range(day_count)):
            entries = cells[day.weekday()].lanes
            entries.extend([None] * (lane + 1 - len(entries)))
            number = (day - stage.starts_on).days + 1
            entries[lane] = Entry(stage, number, stage.known_days, name_width=day_count if day == begins else 0)
    return cells
