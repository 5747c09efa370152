"""Stages: their order, their status, their place."""

from datetime import UTC, datetime

import pytest

from stages.enums import StageStatus
from stages.models import StagePage
from tests.factories import EditionPageFactory, PlacePageFactory, StagePageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_tour_order_is_by_edition_then_rank_then_tree():
    first, second = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    titles = [
        (second, "quatrième", 2),
        (second, "sixième", None),
        (first, "deuxième", 10),
        (first, "première", 9),
        (second, "septième", None),
        (second, "cinquième", 3),
        (second, "troisième", 1),
    ]
    for edition, title, position in titles:
        StagePageFactory(parent=edition, title=title, position=position)

    assert [stage.title for stage in StagePage.objects.in_tour_order()] == [
        "première",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
    ]


def test_tour_order_of_two_stages_with_one_rank_is_that_of_the_tree():
    EditionPageFactory()
    for title in ("avant", "après"):
        StagePageFactory(title=title, position=1)

    assert [stage.title for stage in StagePage.objects.in_tour_order()] == ["avant", "après"]


def test_querysets_chain():
    StagePageFactory(title="ouverte", timed=True, position=1)
    StagePageFactory(title="annulée", timed=True, cancelled=True, position=2)
    StagePageFactory(title="brouillon", timed=True, draft=True, position=3)

    shown = StagePage.objects.visible().going_ahead().past(utc(2015, 1, 1)).in_tour_order()

    assert [stage.title for stage in shown] == ["ouverte"]


@pytest.mark.parametrize(("status", "goes_ahead"), list(zip(StageStatus, [True, False, False], strict=True)))
def test_stage_goes_ahead_unless_cancelled_or_postponed(status, goes_ahead):
    assert StagePageFactory.build(status=status).goes_ahead is goes_ahead


def test_place_name_is_the_directory_entry_before_the_typed_name():
    place = PlacePageFactory(title="POLeN")

    assert StagePageFactory(venue=place, venue_name="ailleurs").place_name == "POLeN"
    assert StagePageFactory(venue_name="parvis de La Défense").place_name == "parvis de La Défense"
    assert StagePageFactory().place_name == ""


def test_place_that_is_deleted_leaves_its_stage():
    stage = StagePageFactory(venue=PlacePageFactory(), venue_name="salle du fond")
    stage.venue.delete()

    stage.refresh_from_db()
    assert stage.place_name == "salle du fond"


def test_location_says_what_is_known():
    assert StagePageFactory.build(located=True).location == "Mende (Lozère)"
    assert StagePageFactory.build().location == ""


def test_themes_are_shared_words():
    theme = ThemeFactory(name="Télétravail")
    stage = StagePageFactory()
    stage.themes.add(theme)
    stage.save()

    assert [str(tag) for tag in StagePage.objects.get(pk=stage.pk).themes.all()] == ["Télétravail"]
    assert [row.content_object for row in theme.themed_stages.all()] == [stage]
