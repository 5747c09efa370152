"""When a stage is held, as its leaf of the calendar has room for it."""

from datetime import date

import pytest

from stages.domain.dates import days_after_the_first
from tests.factories import StagePageFactory


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2014, 10, 9), None, ""),
        (date(2014, 10, 9), date(2014, 10, 9), ""),
        (date(2014, 10, 9), date(2014, 10, 11), "–11"),
        (date(2014, 9, 30), date(2014, 10, 2), " →"),
        (date(2014, 9, 30), date(2015, 9, 30), " →"),
    ],
)
def test_days_after_the_first_are_told_within_its_month(first, last, told):
    assert days_after_the_first(StagePageFactory.build(exact=True, starts_on=first, ends_on=last)) == told
