"""What will be written to a follower, and when, as the plan stands."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from stages.domain import follow_offers, reminder_slots
from stages.domain.following import covered
from stages.enums import DateKind, Moment, TimeZone
from stages.models import Follow, ReminderRule, StagePage
from tour import clock, french
from tour.french import NBSP

#: Mails that are listed; the rest is counted.
MOST_LINES = 12


@dataclass(frozen=True)
class Line:
    """A mail to come: ``at`` is the civil time of its stage; ``zone`` names it where it is not that of Paris."""

    stage: StagePage
    at: datetime
    words: str
    zone: str = ""


@dataclass
class Forecast:
    """``lines`` in the order of time, then how many ``more``; ``undated`` and ``off``: stages without reminders yet."""

    lines: list[Line] = field(default_factory=list)
    more: int = 0
    undated: list[StagePage] = field(default_factory=list)
    off: list[StagePage] = field(default_factory=list)


def forecast(follows: Iterable[Follow], declined: Container[str] = ()) -> Forecast:
    """What ``follows`` bring, but for the moments ``declined``. Four queries, whatever their number."""
    stages = followed_stages(follows)
    rules, now, lines, found = reminder_slots.rules_by_stage(stages), clock.now(), [], Forecast()
    for stage in stages:
        if not stage.goes_ahead:
            found.off.append(stage)
        elif stage.date_kind != DateKind.EXACT:
            found.undated.append(stage)
        else:
            wanted = [rule for rule in rules[stage.pk] if rule.moment not in declined]
            lines += [line_of(rule, stage) for rule in wanted if reminder_slots.slot_of(rule, stage, "").may_begin(now)]
    lines.sort(key=lambda line: line.at)
    found.lines, found.more = lines[:MOST_LINES], len(lines[MOST_LINES:])
    return found


def followed_stages(follows: Iterable[Follow]) -> list[StagePage]:
    """The visible stages, to come or under way, that one of ``follows`` covers."""
    return covered(follow_offers.upcoming(), follows)


def line_of(rule: ReminderRule, stage: StagePage) -> Line:
    zone = "" if stage.time_zone == TimeZone.METROPOLE else TimeZone(stage.time_zone).label
    return Line(stage, rule.due_at(stage).astimezone(ZoneInfo(stage.time_zone)), words_of(rule, stage), zone)


def words_of(rule: ReminderRule, stage: StagePage) -> str:
    """« une semaine avant Mende », « la veille de l’étape Mende », « au plus tôt, la restitution… »."""
    match rule.moment:
        case Moment.EVE:
            return f"la veille de l’étape {stage.title}"
        case Moment.MORNING:
            return f"le jour de l’étape {stage.title}"
        case Moment.AFTER if rule.needs_results:
            return f"au plus tôt, la restitution de l’étape {stage.title}, une fois en ligne"
    return f"{span(abs(rule.days))} {'après' if rule.days > 0 else 'avant'} {stage.title}"


def span(days: int) -> str:
    """« un jour », « 10 jours », « une semaine », « 2 semaines »."""
    if days % 7 == 0:
        return "une semaine" if days == 7 else f"{days // 7}{NBSP}semaines"
    return "un jour" if days == 1 else f"{days}{NBSP}jours"


def when(line: Line) -> str:
    """« jeudi 2 octobre 2014 à 9 h », « … (heure locale : La Réunion) »."""
    said = f"{french.long_date(line.at)} à {french.clock_time(line.at.time())}"
    return f"{said} (heure locale{NBSP}: {line.zone})" if line.zone else said
