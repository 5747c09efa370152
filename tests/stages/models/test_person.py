"""People who take part."""

import pytest
from django.db import IntegrityError, transaction

from stages.models import PersonFunction
from tests.factories import PartnerPageFactory, PersonFunctionFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((2008, 2015), "de 2008 à 2015"),
        ((2013, 2013), "en 2013"),
        ((2004, None), "depuis 2004"),
        ((None, 2015), "jusqu’en 2015"),
        ((None, None), ""),
    ],
)
def test_years_of_a_function_in_words(years, words):
    assert PersonFunction(from_year=years[0], until_year=years[1]).years == words


@pytest.mark.parametrize(
    ("years", "errors"),
    [
        (
            {"from_year": 2015, "until_year": 2014},
            {"until_year": ["La fonction ne peut pas finir avant de commencer."]},
        ),
        ({"from_year": 1789}, {"from_year": ["Année trop ancienne."]}),
        ({"until_year": 9999}, {"until_year": ["Année trop lointaine."]}),
    ],
)
def test_years_that_do_not_hold_are_refused_at_their_field(years, errors):
    function = PersonFunctionFactory()
    for name, value in years.items():
        setattr(function, name, value)

    assert errors_of(function) == errors


def test_database_refuses_a_function_that_ends_before_it_starts():
    function = PersonFunctionFactory(from_year=2008)

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFunction.objects.filter(pk=function.pk).update(until_year=2007)


def test_function_outlives_the_page_of_its_organisation():
    function = PersonFunctionFactory(organisation="POLeN", partner=PartnerPageFactory())
    function.partner.delete()

    function.refresh_from_db()
    assert (str(function), function.partner) == ("présidente, POLeN", None)


def test_function_alone():
    assert str(PersonFunctionFactory()) == "présidente"
