"""Places: their years, their coordinates, their address."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from partners.models import PlacePage
from tests.factories import PartnerPageFactory, PlacePageFactory
from tests.factories.errors import errors_of

TOGETHER = "La latitude et la longitude vont ensemble\u00a0: complétez ou videz les deux."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"opened_year": 2010, "closed_year": 2009},
            {"closed_year": ["Ce lieu ne peut pas fermer avant d’avoir ouvert (2010)."]},
        ),
        ({"opened_year": 1492}, {"opened_year": ["Année trop ancienne."]}),
        ({"closed_year": 32767}, {"closed_year": ["Année trop lointaine."]}),
        ({"latitude": Decimal("44.5")}, {"longitude": [TOGETHER]}),
        ({"longitude": Decimal(0)}, {"latitude": [TOGETHER]}),
        (
            {"latitude": Decimal("90.00001"), "longitude": Decimal("3.5")},
            {"latitude": ["Une latitude va de −90 à 90 degrés."]},
        ),
        (
            {"latitude": Decimal("-44.5"), "longitude": Decimal("-180.00001")},
            {"longitude": ["Une longitude va de −180 à 180 degrés."]},
        ),
    ],
)
def test_place_that_does_not_hold_is_refused_at_its_field(changed, errors):
    place = PlacePageFactory()
    for name, value in changed.items():
        setattr(place, name, value)

    assert errors_of(place) == errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"opened_year": 2010, "closed_year": 2009},
        {"latitude": Decimal("44.5")},
        {"longitude": Decimal("3.5")},
        {"latitude": Decimal("90.1"), "longitude": Decimal("3.5")},
        {"latitude": Decimal("44.5"), "longitude": Decimal("-180.1")},
    ],
)
def test_database_refuses_a_place_that_does_not_hold(changed):
    place = PlacePageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PlacePage.objects.filter(pk=place.pk).update(**changed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "made",
    [
        {},
        {"located": True},
        {"closed": True},
        {"opened_year": 2010, "closed_year": 2010},
        {"opened_year": 2010},
        {"closed_year": 2010},
        {"latitude": Decimal(90), "longitude": Decimal(180)},
        {"latitude": Decimal(-90), "longitude": Decimal(-180)},
        {"latitude": Decimal(0), "longitude": Decimal(0)},
    ],
)
def test_place_that_holds_is_accepted(made):
    place = PlacePageFactory(**made)
    place.full_clean()

    assert PlacePage.objects.get() == place


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (
            {"address": "Rue Albert Einstein", "postal_code": "48000", "city": "Mende"},
            "Rue Albert Einstein, 48000 Mende",
        ),
        ({"address": "Rue Albert Einstein"}, "Rue Albert Einstein"),
        ({"postal_code": "48000"}, "48000"),
        ({"city": "Mende"}, "Mende"),
        ({}, ""),
    ],
)
def test_full_address_says_what_is_known(known, words):
    assert PlacePage(**known).full_address == words


def test_location_is_town_and_department():
    assert PlacePage(city="Mende", department="48").location == "Mende (Lozère)"


@pytest.mark.django_db
def test_partner_that_is_deleted_leaves_its_places():
    partner = PartnerPageFactory()
    place = PlacePageFactory(partner=partner, carrier_partner=partner, carrier="Commune de Mende")
    partner.delete()

    place.refresh_from_db()
    assert (place.partner, place.carrier_partner, place.carrier) == (None, None, "Commune de Mende")
