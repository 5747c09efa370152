"""Editions of the Tour."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from stages.models import EditionPage, EditionPartner
from tests.factories import EditionPageFactory, EditionPartnerFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"starts_on": date(2014, 10, 9), "ends_on": date(2014, 10, 8)},
            {"ends_on": ["L’édition ne peut pas finir avant d’avoir commencé."]},
        ),
        (
            {"starts_on": date(214, 5, 6)},
            {"starts_on": ["Cette date est hors de notre calendrier\u00a0: vérifiez l’année."]},
        ),
        (
            {"ends_on": date(9999, 12, 31)},
            {"ends_on": ["Cette date est hors de notre calendrier\u00a0: vérifiez l’année."]},
        ),
        ({"year": 14}, {"year": ["Année trop ancienne."]}),
        ({"year": 20144}, {"year": ["Année trop lointaine."]}),
        ({"ordinal": 0}, {"ordinal": ["La première édition a le rang 1."]}),
    ],
)
def test_edition_that_does_not_hold_is_refused_at_its_field(changed, errors):
    edition = EditionPageFactory()
    for name, value in changed.items():
        setattr(edition, name, value)

    assert errors_of(edition) == errors


def test_database_refuses_an_edition_that_ends_before_it_starts():
    edition = EditionPageFactory(dated=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionPage.objects.filter(pk=edition.pk).update(ends_on=date(2014, 1, 1))


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"starts_on": date(2012, 10, 30)},
        {"ends_on": date(2012, 12, 18)},
        {"starts_on": date(2012, 10, 30), "ends_on": date(2012, 10, 30)},
    ],
)
def test_edition_dates_may_be_known_in_part(dates):
    edition = EditionPageFactory(**dates)
    edition.full_clean()

    assert (edition.starts_on, edition.ends_on) == (dates.get("starts_on"), dates.get("ends_on"))


def test_editions_are_listed_newest_first():
    for year in (2012, 2014, 2013):
        EditionPageFactory(year=year)

    assert [edition.year for edition in EditionPage.objects.newest_first()] == [2014, 2013, 2012]


def test_role_given_twice_is_refused_by_the_database():
    role = EditionPartnerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionPartnerFactory(edition=role.edition, partner=role.partner, role=role.role)


def test_partner_may_have_two_roles_and_a_role_two_partners():
    role = EditionPartnerFactory()
    EditionPartnerFactory(edition=role.edition, partner=role.partner, role="support")
    EditionPartnerFactory(edition=role.edition, role=role.role)

    assert EditionPartner.objects.filter(edition=role.edition).count() == 3


def test_partner_with_a_role_cannot_be_deleted():
    role = EditionPartnerFactory()

    with pytest.raises(ProtectedError):
        role.partner.delete()
