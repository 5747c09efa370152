"""What will be written to a follower, and when, as the plan stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from stages.domain import planning, reminder_slots
from stages.domain.following import covered
from stages.enums import DateKind, FollowScope, Moment, TimeZone
from stages.models import Follow, ReminderRule, StagePage, Subscription
from tour import clock, french
from tour.french import NBSP

#: Mails that are listed; the rest is counted.
MOST_LINES = 12
#: What comes before a stage.
BEFORE = (Moment.AHEAD, Moment.EVE, Moment.MORNING)


@dataclass(frozen=True)
class Line:
    """A mail to come: ``at`` is the civil time of its stage; ``zone`` names it where it is not that of Paris.

    Of one that has waited for results since, ``is_awaited``.
    """

    stage: StagePage
    at: datetime
    words: str
    zone: str = ""
    is_awaited: bool = False


@dataclass
class Forecast:
    """``lines`` in the order of time, then how many ``more``; ``undated`` and ``off``: stages without reminders yet.

    ``tells_changes``: whether what changes is written, too. ``may_grow``: whether stages that will be announced are
    followed already, and reminded of.
    """

    tells_changes: bool
    may_grow: bool
    lines: list[Line] = field(default_factory=list)
    more: int = 0
    undated: list[StagePage] = field(default_factory=list)
    off: list[StagePage] = field(default_factory=list)


def forecast(follows: Iterable[Follow], subscription: Subscription) -> Forecast:
    """What ``follows`` bring to ``subscription``. Five queries, whatever their number."""
    follows, now, lines = list(follows), clock.now(), []
    found = Forecast(
        tells_changes=subscription.wants(Moment.CHANGES),
        may_grow=any(follow.scope != FollowScope.STAGE for follow in follows) and any(map(subscription.wants, BEFORE)),
    )
    stages = followed_stages(follows)
    rules = reminder_slots.rules_by_stage(stages)
    for stage in stages:
        if not stage.goes_ahead:
            found.off += [] if stage.is_over else [stage]
        elif stage.date_kind != DateKind.EXACT:
            found.undated += [] if stage.is_over else [stage]
        else:
            wanted = [rule for rule in rules[stage.pk] if subscription.wants(rule.moment)]
            lines += [line_of(rule, stage) for rule in wanted if reminder_slots.slot_of(rule, stage, "").may_begin(now)]
    lines.sort(key=lambda line: line.at)
    found.lines, found.more = lines[:MOST_LINES], len(lines[MOST_LINES:])
    return found


def followed_stages(follows: Iterable[Follow]) -> list[StagePage]:
    """The stages of which reminders may leave yet that one of ``follows`` covers: those that are over wait for their
    results.
    """
    stages = StagePage.objects.followable().filter(pk__in=planning.current_keys()).with_progress().in_tour_order()
    return covered(stages.defer("body", "access"), follows)


def line_of(rule: ReminderRule, stage: StagePage) -> Line:
    zone = "" if stage.time_zone == TimeZone.METROPOLE else TimeZone(stage.time_zone).label
    at = rule.due_at(stage)
    is_awaited = rule.needs_results and at <= clock.now()
    words = words_of(rule, stage, is_awaited=is_awaited)
    return Line(stage, at.astimezone(ZoneInfo(stage.time_zone)), words, zone, is_awaited)


def words_of(rule: ReminderRule, stage: StagePage, *, is_awaited: bool) -> str:
    """« une semaine avant Mende », « la veille de l’étape Mende », « au plus tôt, la restitution… »."""
    match rule.moment:
        case Moment.EVE:
            return f"la veille de l’étape {stage.title}"
        case Moment.MORNING:
            return f"le jour de l’étape {stage.title}"
        case Moment.AFTER if is_awaited:
            return f"la restitution de l’étape {stage.title}, dès qu’elle sera en ligne"
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
