"""Dates, hours and numbers in French words. A dot stands for the non-breaking space in what is expected here."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.utils.translation import override

from tour import french


def dotted(text):
    return text.replace("\u00a0", "·")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2014, 10, 9), "9·octobre 2014"),
        (date(2014, 8, 1), "1er·août 2014"),
        (date(2014, 8, 11), "11·août 2014"),
        (date(2014, 12, 31), "31·décembre 2014"),
        (date(1, 1, 1), "1er·janvier 1"),
        (date(9999, 12, 31), "31·décembre 9999"),
    ],
)
def test_full_date(day, words):
    assert dotted(french.full_date(day)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2014, 10, 9), "jeudi 9·octobre 2014"),
        (date(2014, 2, 1), "samedi 1er·février 2014"),
        (date(2012, 2, 29), "mercredi 29·février 2012"),
    ],
)
def test_long_date(day, words):
    assert dotted(french.long_date(day)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2014, 10, 9), date(2014, 10, 9), "jeudi 9·octobre 2014"),
        (date(2014, 10, 9), date(2014, 10, 11), "du 9 au 11·octobre 2014"),
        (date(2014, 10, 1), date(2014, 10, 2), "du 1er au 2·octobre 2014"),
        (date(2012, 10, 30), date(2012, 11, 2), "du 30·octobre au 2·novembre 2012"),
        (date(2012, 12, 30), date(2013, 1, 1), "du 30·décembre 2012 au 1er·janvier 2013"),
        (date(2013, 10, 9), date(2014, 10, 9), "du 9·octobre 2013 au 9·octobre 2014"),
    ],
)
def test_days(first, last, words):
    assert dotted(french.days(first, last)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2014, 5, 1), date(2014, 5, 31), "mai 2014"),
        (date(2012, 2, 1), date(2012, 2, 29), "février 2012"),
        (date(2014, 5, 1), date(2014, 6, 30), "mai ou juin 2014"),
        (date(2014, 5, 1), date(2014, 7, 31), "entre mai et juillet 2014"),
        (date(2014, 1, 1), date(2014, 12, 31), "courant 2014"),
        (date(2013, 12, 1), date(2014, 1, 31), "entre décembre 2013 et janvier 2014"),
        (date(2013, 1, 1), date(2014, 12, 31), "entre janvier 2013 et décembre 2014"),
        (date(2014, 5, 3), date(2014, 5, 12), "entre le 3 et le 12·mai 2014"),
        (date(2014, 5, 1), date(2014, 5, 12), "entre le 1er et le 12·mai 2014"),
        (date(2014, 5, 3), date(2014, 6, 30), "entre le 3·mai et le 30·juin 2014"),
        (date(2013, 12, 30), date(2014, 1, 1), "entre le 30·décembre 2013 et le 1er·janvier 2014"),
        (date(2014, 5, 3), date(2014, 5, 3), "le 3·mai 2014"),
        (date(2013, 2, 1), date(2013, 2, 27), "entre le 1er et le 27·février 2013"),
    ],
)
def test_period(first, last, words):
    assert dotted(french.period(first, last)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9), "9·h"),
        (time(9, 5), "9·h·05"),
        (time(0), "0·h"),
        (time(0, 30), "0·h·30"),
        (time(23, 59, 59), "23·h·59"),
    ],
)
def test_clock_time(at, words):
    assert dotted(french.clock_time(at)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("50000", "50·000"),
        ("50000.00", "50·000"),
        ("3.50", "3,5"),
        ("0.00", "0"),
        ("-1200.25", "-1·200,25"),
        ("999999999999.99", "999·999·999·999,99"),
    ],
)
def test_number(value, words):
    assert french.number(Decimal(value)).replace("\u202f", "\u00a0").replace("\u00a0", "·") == words


def test_words_are_french_whatever_the_language_of_the_moment():
    with override("en"):
        assert dotted(french.long_date(date(2014, 10, 9))) == "jeudi 9·octobre 2014"
        assert dotted(french.period(date(2014, 8, 1), date(2014, 8, 31))) == "août 2014"
        assert french.number(Decimal("3.50")) == "3,5"
