"""The timetable of a stage: days, slots, inferred ends, what is on now and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations, groupby, pairwise

from django.db.models import Prefetch

from stages.enums import DateKind
from stages.models import Participation, ProgrammeItem, StagePage
from tour import clock
from tour.models import are_stored


@dataclass
class Slot:
    """A programme item in its place. Instants are aware (UTC), and None where the stage has no exact date."""

    item: ProgrammeItem
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    end_time: object = None
    is_end_inferred: bool = False
    state: str = "none"


@dataclass
class Day:
    """One day of a stage. ``date`` is None while the stage has no exact date."""

    number: int
    date: date | None
    slots: list[Slot] = field(default_factory=list)
    all_day: list[ProgrammeItem] = field(default_factory=list)
    unscheduled: list[ProgrammeItem] = field(default_factory=list)

    @property
    def items(self) -> list[ProgrammeItem]:
        return [*self.all_day, *(slot.item for slot in self.slots), *self.unscheduled]


@dataclass(frozen=True)
class Overlap:
    """Two moments of a day at once, from ``starts`` on; ``ends`` is None while neither has an end."""

    day: Day
    first: ProgrammeItem
    second: ProgrammeItem
    starts: time
    ends: time | None


@dataclass(frozen=True)
class Gap:
    """A time between two moments of a day for which nothing is planned."""

    day: Day
    starts: time
    ends: time


def timetable(stage: StagePage, *, at: datetime | None = None) -> list[Day]:
    """The days of ``stage`` that have a programme, as they stand at the instant ``at`` (default: now).

    A slot without an end lasts until the next one that starts later the same day; the last one stays
    open. Its ``state`` is "past", "now", "next" or "none"; an open slot is "now" until the stage ends, at most until
    the end of its own day.
    """
    people = Participation.objects.with_person()
    items = stage.programme_items.all()
    if are_stored(items):
        items = items.prefetch_related(Prefetch("participations", queryset=people))
    days = days_of(stage, items)
    mark_now_and_next(stage, days, at or clock.now())
    return days


def days_of(stage: StagePage, items: Iterable[ProgrammeItem]) -> list[Day]:
    """The days of ``stage`` that its programme ``items`` make, without a state."""
    items = sorted(items, key=lambda item: (item.day, item.sort_order or 0))
    return [build_day(stage, number, list(group)) for number, group in groupby(items, lambda item: item.day)]


def build_day(stage, number, items):
    has_date = stage.date_kind == DateKind.EXACT and stage.starts_on
    day = Day(number=number, date=stage.starts_on + timedelta(days=number - 1) if has_date else None)
    day.all_day = [item for item in items if item.is_all_day]
    day.unscheduled = [item for item in items if not item.is_all_day and item.start_time is None]
    timed = sorted((item for item in items if item.start_time), key=lambda item: item.start_time)
    for item in timed:
        following = next((other.start_time for other in timed if other.start_time > item.start_time), None)
        slot = Slot(
            item=item, end_time=item.end_time or following, is_end_inferred=not item.end_time and bool(following)
        )
        if day.date:
            slot.starts_at = stage.instant(day.date, item.start_time)
            slot.ends_at = stage.instant(day.date, slot.end_time) if slot.end_time else None
        day.slots.append(slot)
    return day


def overlaps(days: Iterable[Day]) -> list[Overlap]:
    """The moments of each day that take place at once, by their ends as given or inferred.

    ``static/js/admin/timetable.js`` says the same of what is being typed, and so does ``gaps``.
    """
    found = []
    for day in days:
        for first, second in combinations(day.slots, 2):
            starts = second.item.start_time
            if first.end_time is None or starts < first.end_time:
                ends = min((slot.end_time for slot in (first, second) if slot.end_time), default=None)
                found.append(Overlap(day, first.item, second.item, starts, ends))
    return found


def gaps(days: Iterable[Day]) -> list[Gap]:
    """The times of each day, between its first and its last moment, for which no hour is given to anything."""
    found = []
    for day in days:
        busy_until = time.min
        for slot, following in pairwise(day.slots):
            busy_until = max(busy_until, slot.end_time or time.min)
            if slot.end_time and busy_until < following.item.start_time:
                found.append(Gap(day, busy_until, following.item.start_time))
    return found


def mark_now_and_next(stage, days, at):
    """Set the state of each dated slot; « next » are those that begin first, once the stage is under way."""
    if not stage.goes_ahead:
        return
    dated = [(day, slot) for day in days if day.date for slot in day.slots]
    for day, slot in dated:
        if at >= (slot.ends_at or end_of_open_slot(stage, day, slot)):
            slot.state = "past"
        elif at >= slot.starts_at:
            slot.state = "now"
    if stage.starts_at and stage.starts_at <= at:
        to_come = [slot for _, slot in dated if slot.starts_at > at]
        first = min((slot.starts_at for slot in to_come), default=None)
        for slot in to_come:
            if slot.starts_at == first:
                slot.state = "next"


def end_of_open_slot(stage, day, slot):
    """The end of the stage if it closes later that day, else the end of the day."""
    midnight = stage.instant(day.date + timedelta(days=1), time.min)
    return stage.ends_at if slot.starts_at < stage.ends_at < midnight else midnight
