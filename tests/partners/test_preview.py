"""Previews of partners and places: what is typed is shown with all its rows, saved or not."""

import pytest

from partners.models import PartnerPage, PlacePage
from tests.factories import (
    EditForm,
    MembershipFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    PersonFunctionFactory,
    PersonPageFactory,
    PlaceIndexPageFactory,
    PlacePageFactory,
    StagePageFactory,
    StagePartnerFactory,
)


def missing(response, words):
    shown = response.content.decode()
    return [word for word in words if word not in shown]


def fill_partner(form):
    form.add_row("other_names", name="Télécentres de Lozère")
    form.add_row("memberships", network=PartnerPageFactory(network=True, title="Réseau des relais"), role="founder")
    form.add_row("key_figures", value="7", unit="télécentres", label="animés")
    form.add_row("citations", statement="Nom", claim="Sept lieux", standing="to_confirm")
    return form


WORDS = ["Télécentres de Lozère", "Réseau des relais", "animés", "Sept lieux"]


def test_preview_of_a_new_partner_shows_its_rows(editor, home):
    form = EditForm(editor, model=PartnerPage, parent=PartnerIndexPageFactory())
    form.fill(title="POLeN", slug="polen", kind="agency")

    assert missing(fill_partner(form).preview(), WORDS) == []


def test_preview_of_a_live_partner_shows_its_rows_stages_places_and_people(editor, home):
    partner = PartnerPageFactory()
    StagePartnerFactory(partner=partner, stage=StagePageFactory(title="Mende"))
    PlacePageFactory(title="La pépinière", partner=partner)
    PersonFunctionFactory(partner=partner, person=PersonPageFactory(title="Camille Martin"))
    form = fill_partner(EditForm(editor, partner))

    assert missing(form.preview(), [*WORDS, "Mende", "La pépinière", "Camille Martin"]) == []


def test_preview_of_a_network_shows_its_members(editor, home):
    membership = MembershipFactory(partner=PartnerPageFactory(title="ZeVillage"))

    assert missing(EditForm(editor, membership.network).preview(), ["ZeVillage"]) == []


def test_preview_of_a_new_network_has_no_members(editor, home):
    MembershipFactory(partner=PartnerPageFactory(title="ZeVillage"))
    form = EditForm(editor, model=PartnerPage, parent=PartnerIndexPageFactory())
    form.fill(title="Nouveau réseau", slug="nouveau", kind="network")

    assert missing(form.preview(), ["ZeVillage"]) == ["ZeVillage"]


@pytest.mark.parametrize("is_new", [True, False])
def test_preview_of_a_place_shows_its_rows_its_map_and_its_stages(editor, home, is_new):
    if is_new:
        form = EditForm(editor, model=PlacePage, parent=PlaceIndexPageFactory())
        form.fill(title="POLeN", slug="polen", kind="telecentre")
        words = []
    else:
        place = PlacePageFactory(title="POLeN")
        StagePageFactory(title="Mende", venue=place)
        form = EditForm(editor, place)
        words = ["Mende"]
    form.fill(latitude="44.5", longitude="3.5", opened_year="2013", carrier_partner=PartnerPageFactory(title="Commune"))
    form.add_row("key_figures", value="12", unit="postes", label="de travail")
    shown = form.preview()

    assert missing(shown, [*words, "de travail", "Commune", "route-map__point", "Depuis 2013"]) == []
