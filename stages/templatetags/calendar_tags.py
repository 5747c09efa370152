"""What templates ask of the calendar: its sections' names, days and months in words, ways into an agenda."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from stages.domain import agendas, embedding
from stages.domain.structured_data import event
from stages.enums import DateKind
from tour import french

register = template.Library()

#: What could end the element, as JSON writes it in another way.
NOT_IN_HTML = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
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
def agenda_links_of(stage):
    """Ways to put a stage into an agenda (stages.domain.agendas.AgendaLinks), or None."""
    return agendas.links_to_add(stage)


@register.simple_tag
def widget_of(stage):
    """The page to frame that shows a stage (stages.domain.embedding.Widget); None for one that has no address yet."""
    return embedding.widget_of_stage(stage) if stage.full_url else None


@register.filter
def calendar_file(stage):
    """The address of a stage's calendar file; empty while it has no day."""
    return f"{stage.full_url}etape.ics" if stage.full_url and stage.date_kind == DateKind.EXACT else ""


@register.simple_tag
def structured_data(stage, edition, days, groups, themes, image=""):
    """A stage as an Event of schema.org, in a JSON-LD element; nothing for one that has no address yet."""
    if not stage.full_url:
        return ""
    said = event(stage, edition=edition, days=days, groups=groups, themes=themes, image=image)
    text = json.dumps(said, ensure_ascii=False).translate(NOT_IN_HTML)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
