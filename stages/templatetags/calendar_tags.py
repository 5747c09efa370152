"""What templates ask of the calendar: its sections' names, days and months in words, ways into an agenda."""

from django import template
from django.conf import settings

from stages.domain import agendas
from tour import french

register = template.Library()

SECTIONS = {
    "upcoming": "À venir",
    "undated": "À dater",
    "past": "Passées",
    "past_undated": "Passées, date à confirmer",
}


@register.filter
def section_title(key):
    """The heading of a section of the list (stages.domain.calendar.sections)."""
    return SECTIONS[key]


@register.filter
def month_name(day):
    """« octobre »"""
    return french.month(day)


@register.filter
def month_title(day):
    """« octobre 2014 »"""
    return f"{french.month(day)} {day.year}"


@register.simple_tag
def subscription_to(selection):
    """Ways to follow what a calendar's selection shows (stages.domain.agendas.AgendaLinks)."""
    labels = [chosen.value_label for chosen in selection.chosen]
    return agendas.subscription(selection.query_string, name=" – ".join([settings.SITE_NAME, *labels]))


@register.simple_tag
def agenda_links_of(stage):
    """Ways to put a stage into an agenda (stages.domain.agendas.AgendaLinks), or None."""
    return agendas.links_to_add(stage)
