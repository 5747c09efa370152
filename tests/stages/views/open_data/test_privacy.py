"""What never leaves."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    ParticipationFactory,
    PartnerNameFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressContactFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
)
from tests.stages.views.open_data.files import FILES, records_of

pytestmark = pytest.mark.django_db


def test_what_is_hidden_is_in_no_file(client, home, clock_at):
    def restricted(page):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        return page

    edition = EditionPageFactory(year=2014, slug="tour-2014")
    hidden_edition = restricted(EditionPageFactory(year=2013, title="MARQUE edition", slug="marque-edition"))
    draft_place = PlacePageFactory(title="MARQUE lieu", slug="marque-lieu", address="MARQUE adresse", draft=True)
    private_person = restricted(PersonPageFactory(title="MARQUE personne", slug="marque-personne"))
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        timed=True,
        venue=draft_place,
        results=[("heading", "MARQUE bilan")],
        access="<p>MARQUE accès</p>",
    )
    item = ProgrammeItemFactory(stage=stage, title="Débat")
    ParticipationFactory(item=item, name="", person=private_person)
    ParticipationFactory(item=item, name="", person=PersonPageFactory(title="MARQUE brouillon", draft=True))
    ParticipationFactory(item=item, name="MARQUE imprévu", unannounced=True)
    draft = StagePageFactory(parent=edition, title="MARQUE étape", located=True, draft=True)
    within = StagePageFactory(parent=hidden_edition, title="MARQUE étape réservée", located=True)
    for hidden in (draft, within):
        ProgrammeItemFactory(stage=hidden, title="MARQUE moment")
    partner = PartnerPageFactory(title="Partenaire")
    for hidden in (draft, within):
        StagePartnerFactory(stage=hidden, partner=partner, name_then="MARQUE nom")
    EditionPartnerFactory(edition=hidden_edition, partner=partner, name_then="MARQUE nom")
    hidden_partners = [PartnerPageFactory(title="MARQUE partenaire", draft=True)]
    hidden_partners.append(restricted(PartnerPageFactory(title="MARQUE partenaire")))
    for hidden in hidden_partners:
        StagePartnerFactory(stage=stage, partner=hidden)
        PartnerNameFactory(partner=hidden, name="MARQUE autre nom")
    release = PressReleasePageFactory(parent=stage, issued=True)
    for is_public in (True, False):
        PressContactFactory(
            press_release=release,
            name="MARQUE contact",
            phone="MARQUE 04 66",
            email="marque@example.org",
            is_public=is_public,
        )

    for query in ("", "?edition=tour-2014"):
        said = "".join(client.get(path + query).content.decode() for path in FILES)
        assert said.casefold().count("marque") == 0
        assert said.count("Mende") > 0
    clock_at("2014-10-10T12:00")
    said = "".join(client.get(path).content.decode() for path in FILES)
    assert said.count("MARQUE") == said.count("MARQUE imprévu") == 2, "named once the stage has begun"
    assert client.get("/donnees/v1/etapes.json").json()["stages"][0]["phase"] == "results_online"


def test_control_characters_never_leave(client, home):
    stage = StagePageFactory(title="Mende\x07\x1b[31m\u0085", summary="un\r\ndeux")
    (record,) = client.get("/donnees/v1/etapes.json").json()["stages"]

    assert stage.title != record["name"] == "Mende[31m"
    assert record["description"] == "un\ndeux"
    assert [records_of(client, "etapes")[0][name] for name in ("name", "description")] == ["Mende[31m", "un\ndeux"]


def test_api_of_wagtail_is_not_mounted(client, home):
    assert [client.get(path).status_code for path in ("/api/", "/api/v2/", "/api/v2/pages/")] == [404] * 3
