"""What templates ask of mails to come."""

from django import template

from stages.domain import forecast

register = template.Library()


@register.filter
def hour_of_mail(line):
    """« jeudi 2 octobre 2014 à 9 h », of a line of a forecast."""
    return forecast.when(line)
