"""Dates, times and numbers in French words, with the spaces French typography asks for."""

import calendar
import unicodedata
from datetime import date, time
from decimal import Decimal

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import override

NBSP = "\u00a0"
#: What ends a line or shows nothing: it breaks a header, a feed or a file.
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


def month(day: date) -> str:
    with override("fr"):
        return str(MONTHS[day.month])


def day_number(day: date) -> str:
    """« 1er », « 2 »…"""
    return "1er" if day.day == 1 else str(day.day)


def full_date(day: date) -> str:
    """« 9 octobre 2014 »"""
    return f"{day_number(day)}{NBSP}{month(day)} {day.year}"


def long_date(day: date) -> str:
    """« jeudi 9 octobre 2014 »"""
    with override("fr"):
        return f"{WEEKDAYS[day.weekday()]} {full_date(day)}"


def days(first: date, last: date) -> str:
    """« jeudi 9 octobre 2014 », « du 9 au 11 octobre 2014 », « du 30 octobre au 2 novembre 2014 »."""
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"du {day_number(first)} au {full_date(last)}"
    if first.year == last.year:
        return f"du {day_number(first)}{NBSP}{month(first)} au {full_date(last)}"
    return f"du {full_date(first)} au {full_date(last)}"


def period(first: date, last: date) -> str:
    """A span in which a day will fall: « mai 2014 », « mai ou juin 2014 », « entre le 3 et le 12 mai 2014 »."""
    if first == last:
        return f"le {full_date(first)}"
    ends_a_month = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends_a_month:
        months = (last.year - first.year) * 12 + last.month - first.month
        if months == 0:
            return f"{month(first)} {first.year}"
        if first.year != last.year:
            return f"entre {month(first)} {first.year} et {month(last)} {last.year}"
        if (first.month, last.month) == (1, 12):
            return f"courant {first.year}"
        if months == 1:
            return f"{month(first)} ou {month(last)} {last.year}"
        return f"entre {month(first)} et {month(last)} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"entre le {day_number(first)} et le {full_date(last)}"
    if first.year == last.year:
        return f"entre le {day_number(first)}{NBSP}{month(first)} et le {full_date(last)}"
    return f"entre le {full_date(first)} et le {full_date(last)}"


def clock_time(at: time) -> str:
    """« 9 h », « 9 h 15 »"""
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}" if at.minute else f"{at.hour}{NBSP}h"


def number(value: Decimal) -> str:
    """« 50 000 », « 3,5 »: grouped, without needless decimals."""
    value = value.normalize()
    places = max(0, -value.as_tuple().exponent)
    with override("fr"):
        return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def fold(text: str) -> str:
    """``text`` in lower case, its accents removed: what French compares first, in a search and in an alphabet."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def one_line(text: str) -> str:
    """``text`` on one line, its spaces single, without control characters (Unicode Cc, Cs, Zl, Zp)."""
    seen = "".join(" " if unicodedata.category(sign) in UNSEEN else sign for sign in text)
    return " ".join(word for word in seen.split(" ") if word)
