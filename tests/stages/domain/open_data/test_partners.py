"""What is said of partners."""

import pytest

from partners.enums import PartnerRole
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    PartnerNameFactory,
    PartnerPageFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before(clock_at):
    clock_at("2014-10-01T09:00")


def roles(record):
    return [
        (
            role["role"],
            role["edition"]["year"] if role["edition"] else None,
            role["stage"]["name"] if role["stage"] else None,
        )
        for role in record["roles"]
    ]


def test_partner_of_which_everything_is_known(records):
    edition = EditionPageFactory(year=2014, title="Tour 2014", slug="tour-2014")
    partner = PartnerPageFactory(
        title="ZeVillage",
        slug="zevillage",
        acronym="ZV",
        summary="Un site.",
        website="https://zevillage.net",
        legal_form="Scop",
        city="Mende",
        department="48",
    )
    partner.themes.add(ThemeFactory(name="télétravail"))
    partner.save()
    PartnerNameFactory(partner=partner, name="Zévillage")
    EditionPartnerFactory(edition=edition, partner=partner, name_then="Zevillage.net")

    assert records("partenaires") == [
        {
            "id": str(partner.translation_key),
            "name": "ZeVillage",
            "url": "http://localhost/partenaires/zevillage/",
            "acronym": "ZV",
            "description": "Un site.",
            "website": "https://zevillage.net",
            "themes": ["télétravail"],
            "modified": None,
            "kind": "association",
            "legal_form": "Scop",
            "location": {"city": "Mende", "department_code": "48", "department": "Lozère", "region": "Occitanie"},
            "other_names": [{"name": "Zévillage", "kind": "former"}],
            "roles": [
                {
                    "role": "organiser",
                    "name": "Zevillage.net",
                    "standing": "confirmed",
                    "edition": {
                        "id": str(edition.translation_key),
                        "name": "Tour 2014",
                        "year": 2014,
                        "url": "http://localhost/tour-2014/",
                    },
                    "stage": None,
                }
            ],
        }
    ]


def test_roles_are_by_edition_the_newest_first(records):
    partner = PartnerPageFactory()
    for year in (2012, 2014):
        edition = EditionPageFactory(year=year)
        for position, title in ((2, "Mende"), (1, "Lyon")):
            stage = StagePageFactory(parent=edition, position=position, title=title)
            StagePartnerFactory(stage=stage, partner=partner, role=PartnerRole.HOST)
        EditionPartnerFactory(edition=edition, partner=partner)
    (record,) = records("partenaires")

    assert roles(record) == [
        ("organiser", 2014, None),
        ("host", 2014, "Lyon"),
        ("host", 2014, "Mende"),
        ("organiser", 2012, None),
        ("host", 2012, "Lyon"),
        ("host", 2012, "Mende"),
    ]


def test_roles_at_pages_that_are_hidden_are_left_out(records):
    partner = PartnerPageFactory()
    draft = EditionPageFactory(year=2013, draft=True)
    EditionPartnerFactory(edition=draft, partner=partner)
    StagePartnerFactory(stage=StagePageFactory(parent=draft, title="Lyon"), partner=partner)
    StagePartnerFactory(stage=StagePageFactory(parent=draft, draft=True), partner=partner)
    (record,) = records("partenaires")

    assert roles(record) == [("partner", None, "Lyon")]


def test_partners_of_one_edition_are_those_with_a_role_there(records):
    shown, other, hidden = PartnerPageFactory(), PartnerPageFactory(), PartnerPageFactory(draft=True)
    first, second = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    for edition in (first, second):
        EditionPartnerFactory(edition=edition, partner=shown)
    EditionPartnerFactory(edition=first, partner=other)
    EditionPartnerFactory(edition=second, partner=hidden)

    assert [(record["name"], roles(record)) for record in records("partenaires", second)] == [
        (shown.title, [("organiser", 2014, None)])
    ]


def test_partners_are_in_alphabetical_order(records):
    for title in ("Zénith", "Élan", "Actipole"):
        PartnerPageFactory(title=title)

    assert [record["name"] for record in records("partenaires")] == ["Actipole", "Élan", "Zénith"]
