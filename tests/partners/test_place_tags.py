"""What templates are told of places."""

import pytest

from partners.models import PlacePage
from partners.templatetags.place_tags import opening_years

pytestmark = pytest.mark.django_db  # a page looks for its language


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"opened_year": 2004}, "depuis 2004"),
        ({"opened_year": 2010, "closed_year": 2016}, "de 2010 à 2016"),
        ({"closed_year": 2014}, "fermé en 2014"),
        ({"closed_year": 2015}, "jusqu’en 2015"),
        ({"opening_note": "ouverture prévue début 2013"}, "ouverture prévue début 2013"),
        ({}, ""),
    ],
)
def test_opening_years_say_what_is_known(clock_at, known, words):
    clock_at("2014-10-01T09:00")

    assert opening_years(PlacePage(**known)) == words


@pytest.mark.parametrize(("closed_year", "is_closed"), [(None, False), (2013, True), (2014, True), (2015, False)])
def test_place_is_closed_from_its_last_year_on(clock_at, closed_year, is_closed):
    clock_at("2014-10-01T09:00")

    assert PlacePage(closed_year=closed_year).is_closed is is_closed
