"""When a stage is held, in French words."""

from stages.enums import DateKind
from stages.models import StagePage
from tour import french


def date_in_words(stage: StagePage) -> str:
    """« jeudi 9 octobre 2014 », « mai ou juin 2014 »; empty when nothing is known."""
    if stage.starts_on is None:
        return ""
    if stage.date_kind == DateKind.PERIOD:
        return french.period(stage.starts_on, stage.last_day)
    return french.days(stage.starts_on, stage.last_day)


def days_after_the_first(stage: StagePage) -> str:
    """What follows the first day of a dated stage where there is room for days of one month: « –11 », else « → »."""
    first, last = stage.starts_on, stage.last_day
    if first == last:
        return ""
    return f"–{last.day}" if (first.year, first.month) == (last.year, last.month) else " →"
