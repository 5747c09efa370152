"""Dates, hours and addresses in French words."""

from django import template

from tour import french

register = template.Library()


@register.filter
def hour(at):
    """« 9 h 15 »; empty without an hour."""
    return french.clock_time(at) if at else ""


@register.filter
def long_date(day):
    """« jeudi 9 octobre 2014 »"""
    return french.long_date(day)


@register.filter
def full_date(day):
    """« 9 octobre 2014 »"""
    return french.full_date(day)


@register.filter
def website_label(url):
    """A site's address as one says it: without scheme, « www. » or closing slash."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


@register.filter
def plural(number):
    """« s » from two on: zero is singular in French."""
    return "s" if abs(number) > 1 else ""
