"""The programme of a stage as the templates show it."""

from django import template

from stages.domain import disclosure, programme
from stages.enums import Attendance

register = template.Library()


@register.simple_tag
def timetable_of(stage):
    """The days of a stage that have a programme (stages.domain.programme.Day)."""
    return programme.timetable(stage)


@register.filter
def has_several_days(stage, days):
    """Whether the days of a programme need their names: the stage lasts several, or its programme tells of another."""
    return (stage.known_days or 1) > 1 or any(day.number > 1 for day in days)


@register.filter
def speakers(item, has_begun):
    """The participations of an item to show (stages.domain.disclosure.speakers)."""
    return disclosure.speakers(item.participations.all(), has_begun)


@register.filter
def presence(participation, is_over):
    """What is known of someone's presence, once the stage is over; empty before."""
    if not is_over:
        return ""
    if participation.attendance == Attendance.PRESENT:
        return "présence confirmée"
    if participation.attendance == Attendance.ABSENT:
        return "au programme, sans y avoir participé" if participation.is_announced else "absence constatée"
    return "au programme, présence non documentée"


@register.filter
def is_provisional(days):
    """Whether any moment of these days is still provisional."""
    return any(item.is_provisional for day in days for item in day.items)
