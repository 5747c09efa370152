"""What a partner does: the role belongs to the link."""

import pytest

from partners.enums import PartnerRole
from tests.factories import PartnerPageFactory, StagePartnerFactory

pytestmark = pytest.mark.django_db


def test_role_shows_the_name_of_then():
    partner = PartnerPageFactory(title="LBMG Worklabs")

    assert StagePartnerFactory(partner=partner).shown_name == "LBMG Worklabs"
    assert StagePartnerFactory(partner=partner, name_then="LBMG").shown_name == "LBMG"


def test_role_reads_as_name_and_role():
    role = StagePartnerFactory(partner=PartnerPageFactory(title="POLeN"), role=PartnerRole.HOST)

    assert str(role) == "POLeN (Hôte)"


def test_role_outlives_a_change_of_name():
    role = StagePartnerFactory(partner=PartnerPageFactory(title="Avant"), name_then="Avant")
    role.partner.title = "Après"
    role.partner.save()

    role.refresh_from_db()
    assert (role.shown_name, role.partner.title) == ("Avant", "Après")
