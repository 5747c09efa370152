"""Partners, their names and their networks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from partners.enums import PartnerKind, PartnerRole, PlaceKind
from partners.models import PartnerMembership, PartnerPage
from tests.factories import ImageFactory, MembershipFactory, PartnerNameFactory, PartnerPageFactory, ThemeFactory
from tests.factories.errors import errors_of


@pytest.mark.parametrize(
    ("title", "acronym", "letters"),
    [
        ("ZeVillage", "", "Z"),
        ("Relais d’Entreprises", "", "RE"),
        ("Caisse des Dépôts et Consignations", "", "CDC"),
        ("Mende Cœur de Lozère Communauté", "", "MCL"),
        ("Neo-nomade", "", "N"),
        ("Saint-Étienne Métropole", "", "SÉM"),
        ("la mutinerie", "", "L"),
        ("3WDOC", "", "3"),
        ("Agence nationale", "ANACT", "ANACT"),
        ("Un sigle sans fin", "ABCDEFGH", "ABCDE"),
        ("🏔️ Lozère", "", "L"),
        ("🏔️", "", "🏔"),
        ("", "", ""),
        ("   ", "", " "),
    ],
)
def test_monogram_stands_for_a_partner_without_logo(title, acronym, letters):
    assert PartnerPage(title=title, acronym=acronym).monogram == letters


def test_location_says_what_is_known():
    assert PartnerPage(city="Mende", department="48").location == "Mende (Lozère)"


@pytest.mark.parametrize("kinds", [PartnerKind, PartnerRole, PlaceKind])
def test_each_kind_has_a_heading_for_several(kinds):
    assert [kind.plural for kind in kinds if not kind.plural] == []


@pytest.mark.django_db
def test_membership_given_twice_is_refused_by_the_database():
    membership = MembershipFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(partner=membership.partner, network=membership.network)


@pytest.mark.django_db
def test_network_in_itself_is_refused_by_the_database():
    network = PartnerPageFactory(network=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(partner=network, network=network)


@pytest.mark.django_db
def test_membership_in_what_is_no_network_is_refused_at_its_field():
    membership = MembershipFactory()
    membership.network = PartnerPageFactory(kind=PartnerKind.COMPANY)

    assert list(errors_of(membership)) == ["network"]


@pytest.mark.django_db
def test_network_with_members_cannot_be_deleted():
    membership = MembershipFactory()

    with pytest.raises(ProtectedError):
        membership.network.delete()


@pytest.mark.django_db
def test_deleting_a_member_deletes_its_memberships_and_names():
    membership = MembershipFactory()
    name = PartnerNameFactory(partner=membership.partner)
    membership.partner.delete()

    assert (PartnerMembership.objects.count(), type(name).objects.count()) == (0, 0)


@pytest.mark.django_db
def test_logo_that_is_deleted_leaves_its_partner():
    partner = PartnerPageFactory(logo=ImageFactory())
    partner.logo.delete()

    partner.refresh_from_db()
    assert partner.logo is None


@pytest.mark.django_db
def test_themes_are_shared_words():
    partner = PartnerPageFactory()
    partner.themes.add(ThemeFactory(name="Coworking"))
    partner.save()

    assert [str(theme) for theme in PartnerPage.objects.get().themes.all()] == ["Coworking"]
