"""What pages lack and should have by now."""

from datetime import date

import pytest

from stages.domain.gaps import gaps
from stages.enums import RequirementKind
from stages.models import Requirement
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    ImageFactory,
    PartnerPageFactory,
    RequirementFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def edition_that_requires(**days):
    """An edition that requires what ``days`` names, so many days from the stage."""
    edition = EditionPageFactory()
    Requirement.objects.filter(edition=edition).delete()
    for kind, number in days.items():
        RequirementFactory(edition=edition, kind=RequirementKind(kind), days=number)
    return edition


def told(**which):
    return {found.page.title: [(gap.label, gap.when) for gap in found.gaps] for found in gaps(**which).values()}


def test_what_is_late_comes_before_what_is_soon_and_the_rest_is_not_told(home, clock_at):
    clock_at("2014-09-20T09:00")
    edition = edition_that_requires(photo=-14, summary=-20, venue=-1)
    StagePageFactory(parent=edition, exact=True, title="Mende")
    assert told() == {
        "Mende": [
            ("Résumé", "en retard d’un jour"),
            ("Photo et texte alternatif", "à faire pour le 25\xa0septembre 2014"),
        ]
    }


def test_stage_that_has_all_or_no_date_or_is_off_lacks_nothing(home, clock_at):
    clock_at("2014-09-20T09:00")
    edition = edition_that_requires(summary=-20)
    StagePageFactory(parent=edition, exact=True, summary="Une journée.")
    StagePageFactory(parent=edition)
    StagePageFactory(parent=edition, exact=True, cancelled=True)
    assert gaps() == {}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2014-10-09T17:00", [("Inscription", "en retard de 61\xa0jours")]),
        ("2014-10-11T09:00", [("Restitution", "à faire pour le 16\xa0octobre 2014")]),
        ("2014-10-19T09:00", [("Restitution", "en retard de 3\xa0jours")]),
        ("2014-12-09T09:00", []),
    ],
)
def test_of_what_is_over_only_the_results_are_asked_for_and_not_for_ever(home, clock_at, today, expected):
    clock_at(today)
    edition = edition_that_requires(registration=-61, results=7)
    StagePageFactory(parent=edition, timed=True, title="Mende")
    assert told().get("Mende", []) == expected


def test_draft_in_review_is_up_to_the_national_team(home, clock_at, editor):
    clock_at("2014-09-20T09:00")
    edition = edition_that_requires(summary=-20, photo=-14)
    stage = StagePageFactory(parent=edition, exact=True, title="Mende")
    stage.summary = "Une journée."
    stage.save_revision()
    stage.refresh_from_db()
    (found,) = gaps().values()
    assert (len(found.gaps), found.has_draft, found.is_in_review) == (2, True, False)
    stage.get_workflow().start(stage, None)
    (found,) = gaps().values()
    assert ([gap.label for gap in found.gaps], found.is_in_review) == (["Photo et texte alternatif"], True)


def partner_of(stage, **made):
    return StagePartnerFactory(stage=stage, partner=PartnerPageFactory(**made)).partner


@pytest.mark.parametrize(
    ("today", "labels", "late"),
    [
        ("2014-09-10T09:00", [], 0),
        ("2014-09-11T09:00", ["Résumé", "Logo", "Site web", "Thèmes"], 0),
        ("2014-09-26T09:00", ["Résumé"], 1),
        ("2014-10-09T18:01", [], 0),
    ],
)
def test_partner_is_asked_before_its_stage_and_insisted_on_what_everybody_has(home, clock_at, today, labels, late):
    clock_at(today)
    partner = partner_of(StagePageFactory(parent=edition_that_requires(), timed=True))
    found = gaps()[partner.pk].gaps if labels else gaps().get(partner.pk, ())
    assert [(gap.label, gap.days_late) for gap in found] == [(label, late) for label in labels]


def test_partner_lacks_what_its_page_does_not_say(home, clock_at):
    clock_at("2014-09-20T09:00")
    stage = StagePageFactory(parent=edition_that_requires(), timed=True)
    logo = ImageFactory(description="")
    partner = partner_of(stage, draft=True, logo=logo, website="https://amrf.example", summary="Des maires.")
    partner.themes.add(ThemeFactory())
    partner.save()
    found = gaps()[partner.pk]
    assert [(gap.missing, gap.url.partition("/admin/")[2]) for gap in found.gaps] == [
        ("La page n’est pas publiée.", f"pages/{partner.pk}/edit/#:w:contentpath=title"),
        ("Le logo n’a pas de texte alternatif.", f"pages/{partner.pk}/edit/#:w:contentpath=logo"),
    ]


def test_partner_of_an_edition_is_asked_for_its_next_stage(home, clock_at):
    clock_at("2014-09-20T09:00")
    edition = edition_that_requires()
    StagePageFactory(parent=edition, timed=True)
    StagePageFactory(parent=edition, timed=True, starts_on=date(2014, 10, 2))
    partner = EditionPartnerFactory(edition=edition).partner
    assert gaps()[partner.pk].held_on == date(2014, 10, 2)


@pytest.mark.parametrize(
    ("today", "days", "pressing"),
    [
        ("2014-08-01T09:00", -70, False),  # late by a day
        ("2014-08-15T09:00", -70, True),  # late by 15 days
        ("2014-09-26T09:00", -14, True),  # late by a day, 13 days before
        ("2014-09-25T09:00", -14, False),  # due today
    ],
)
def test_pressing_is_what_is_long_late_or_late_and_near(home, clock_at, today, days, pressing):
    clock_at(today)
    StagePageFactory(parent=edition_that_requires(summary=days), exact=True)
    (found,) = gaps().values()
    assert found.is_pressing == pressing


@pytest.mark.parametrize("count", [1, 3])
def test_gaps_take_the_same_queries_for_any_number(home, clock_at, django_assert_num_queries, count):
    clock_at("2014-09-20T09:00")
    edition = edition_that_requires(summary=-20)
    for _ in range(count):
        partner_of(StagePageFactory(parent=edition, exact=True))
    with django_assert_num_queries(11):
        assert len(gaps()) == 2 * count
