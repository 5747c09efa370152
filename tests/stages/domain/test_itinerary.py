"""Where an edition of the Tour stands."""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from stages.domain.itinerary import attach_editions, current_edition, days_until, itinerary, route_map, state
from stages.models import StagePage
from tests.factories import EditionPageFactory, PlacePageFactory, StagePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    return EditionPageFactory(year=2014)


@pytest.fixture
def tour(edition):
    """Five stages as in 2014: three in spring (unknown, a period, unknown), two with their date."""
    made = [
        ("Saint-Étienne", {"unknown": True}),
        ("Strasbourg", {"period": True}),
        ("Bordeaux", {"unknown": True}),
        ("Paris", {"timed": True, "starts_on": date(2014, 9, 23)}),
        ("Mende", {"timed": True}),
    ]
    return [
        StagePageFactory(parent=edition, title=title, position=position, **dated)
        for position, (title, dated) in enumerate(made, start=1)
    ]


def titles(stages):
    return [stage.title for stage in stages]


@pytest.mark.parametrize(
    ("at", "over", "following"),
    [
        ("2014-01-01T12:00", [], "Strasbourg"),
        ("2014-06-30T23:59", [], "Strasbourg"),
        ("2014-07-01T00:00", ["Saint-Étienne", "Strasbourg"], "Paris"),
        ("2014-09-23T09:00", ["Saint-Étienne", "Strasbourg", "Bordeaux"], "Paris"),
        ("2014-09-23T17:59", ["Saint-Étienne", "Strasbourg", "Bordeaux"], "Paris"),
        ("2014-09-23T18:00", ["Saint-Étienne", "Strasbourg", "Bordeaux", "Paris"], "Mende"),
        ("2014-10-09T17:59", ["Saint-Étienne", "Strasbourg", "Bordeaux", "Paris"], "Mende"),
        ("2014-10-09T18:00", ["Saint-Étienne", "Strasbourg", "Bordeaux", "Paris", "Mende"], None),
    ],
)
def test_tour_goes_on_from_stage_to_stage(clock_at, edition, tour, at, over, following):
    clock_at(at)
    way = itinerary(edition)

    assert way.total == 5
    assert titles(way.over) == over
    assert (way.next_stage and way.next_stage.title) == following
    assert way.is_over is (following is None)


def test_next_stage_under_way_comes_before_one_that_begins_earlier_elsewhere(clock_at, edition):
    StagePageFactory(parent=edition, title="plus tôt, sans date", position=1)
    StagePageFactory(parent=edition, title="en cours", timed=True)
    clock_at("2014-10-09T12:00")

    assert itinerary(edition).next_stage.title == "en cours"


def test_next_stage_without_dates_is_by_rank(clock_at, edition):
    StagePageFactory(parent=edition, title="deuxième", position=2)
    StagePageFactory(parent=edition, title="première", position=1)
    clock_at("2014-10-09T12:00")

    assert itinerary(edition).next_stage.title == "première"


def test_next_stage_leaves_out_those_that_are_off(clock_at, edition):
    StagePageFactory(parent=edition, title="annulée", timed=True, cancelled=True, position=1)
    StagePageFactory(parent=edition, title="reportée", timed=True, postponed=True, position=2)
    StagePageFactory(parent=edition, title="maintenue", timed=True, starts_on=date(2014, 10, 20), position=3)
    clock_at("2014-10-01T12:00")
    way = itinerary(edition)

    assert way.next_stage.title == "maintenue"
    assert (len(way.stages), way.total) == (3, 1)


def test_edition_without_stages_is_not_over(clock_at, edition):
    clock_at("2030-01-01T00:00")
    way = itinerary(edition)

    assert (way.total, way.next_stage, way.is_over) == (0, None, False)


def test_itinerary_shows_neither_drafts_nor_private_stages_nor_those_of_other_editions(edition):
    StagePageFactory(parent=edition, title="montrée")
    StagePageFactory(parent=edition, title="brouillon", draft=True)
    private = StagePageFactory(parent=edition, title="privée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    StagePageFactory(parent=EditionPageFactory(year=2012), title="d’avant")

    assert titles(itinerary(edition).stages) == ["montrée"]


def test_itinerary_is_one_query_whatever_the_number_of_stages(edition, django_assert_num_queries):
    for position in (1, 2, 3):
        StagePageFactory(parent=edition, position=position, venue=PlacePageFactory(), timed=True)
        with django_assert_num_queries(1):
            way = itinerary(edition)
            assert (len(way.stages), way.total, way.is_over) == (position, position, True)
            assert way.stages[-1].place_name != ""


def test_around_gives_the_neighbours(clock_at, edition, tour):
    way = itinerary(edition)
    around = [
        (before and before.title, after and after.title) for before, after in (way.around(stage) for stage in tour)
    ]

    assert around == [
        (None, "Strasbourg"),
        ("Saint-Étienne", "Bordeaux"),
        ("Strasbourg", "Paris"),
        ("Bordeaux", "Mende"),
        ("Paris", None),
    ]


def test_around_a_stage_that_is_not_on_the_way(edition, tour):
    stranger = StagePageFactory(parent=edition, draft=True)

    assert itinerary(edition).around(stranger) == (None, None)


def test_stage_shown_as_it_was_read_has_its_progress_and_venue_without_a_query(
    clock_at, edition, tour, django_assert_num_queries
):
    clock_at("2014-10-09T12:00")
    StagePage.objects.filter(title="Mende").update(venue=PlacePageFactory(title="POLeN"))
    mende, way = StagePage.objects.get(title="Mende"), itinerary(edition)

    with django_assert_num_queries(0):
        shown = way.showing(mende)
        assert (mende.is_under_way, mende.place_name) == (True, "POLeN")
    assert shown.stages[4] is mende
    assert titles(shown.stages) == titles(way.stages)


def test_stage_shown_with_what_is_being_typed_takes_its_new_date_venue_and_rank(clock_at, edition, tour):
    clock_at("2014-10-09T12:00")
    mende = StagePage.objects.get(title="Mende")
    mende.starts_on, mende.position, mende.venue = date(2014, 10, 8), 0, PlacePageFactory(title="POLeN")
    mende.derive_instants()

    shown = itinerary(edition).showing(mende)

    assert (mende.is_over, mende.place_name) == (True, "POLeN")
    assert titles(shown.stages) == ["Mende", "Saint-Étienne", "Strasbourg", "Bordeaux", "Paris"]


def test_draft_shown_changes_nothing_on_the_way(edition, tour):
    draft = StagePageFactory(parent=edition, draft=True)

    assert itinerary(edition).showing(draft) == itinerary(edition)
    assert draft.is_over is False


@pytest.mark.parametrize(("position", "last"), [(None, 5), (4, 5), (7, 7)])
def test_last_position_counts_the_stages_that_are_not_visible_yet(edition, tour, position, last):
    StagePage.objects.filter(title="Mende").update(position=position)

    assert itinerary(edition).last_position == last


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2014-10-01T09:00", 8),
        ("2014-10-08T23:59", 1),
        ("2014-10-09T00:00", 0),
        ("2014-10-09T08:59", 0),
        ("2014-10-09T09:00", None),
        ("2014-10-10T00:00", None),
        ("2013-10-09T09:00", 365),
    ],
)
def test_days_until_are_civil_days(clock_at, at, days):
    stage = StagePageFactory(timed=True)
    clock_at(at)

    assert days_until(stage) == days


def test_days_until_are_counted_where_the_stage_is(clock_at):
    noumea = StagePageFactory(timed=True, time_zone="Pacific/Noumea")
    tahiti = StagePageFactory(timed=True, time_zone="Pacific/Tahiti")
    clock_at("2014-10-08T16:00")  # past midnight in Nouméa, early morning in Papeete

    assert (days_until(noumea), days_until(tahiti)) == (0, 1)


@pytest.mark.parametrize("made", [{"unknown": True}, {"period": True}])
def test_days_until_are_unknown_without_an_exact_date(clock_at, made):
    clock_at("2014-01-01T00:00")

    assert days_until(StagePageFactory(**made)) is None


@pytest.mark.parametrize(
    ("made", "at", "name"),
    [
        ({"timed": True}, "2014-10-01T00:00", "upcoming"),
        ({"timed": True}, "2014-10-09T12:00", "underway"),
        ({"timed": True}, "2014-10-10T00:00", "over"),
        ({"timed": True, "with_results": True}, "2014-10-10T00:00", "results"),
        ({"timed": True, "cancelled": True}, "2014-10-09T12:00", "cancelled"),
        ({"timed": True, "postponed": True}, "2014-10-10T00:00", "postponed"),
        ({"unknown": True}, "2014-10-10T00:00", "upcoming"),
    ],
)
def test_state_is_the_status_of_a_stage_that_is_off_else_its_phase(clock_at, made, at, name):
    stage = StagePageFactory(**made)
    clock_at(at)

    assert state(stage) == name


def test_current_edition_is_the_newest_that_is_shown():
    EditionPageFactory(year=2012)
    EditionPageFactory(year=2014)
    EditionPageFactory(year=2015, draft=True)

    assert current_edition().year == 2014


def test_current_edition_before_the_first_one(home):
    assert current_edition() is None


def test_attach_editions_gives_each_stage_its_own(django_assert_num_queries):
    old, new, hidden = (EditionPageFactory(year=2012), EditionPageFactory(year=2014), EditionPageFactory(draft=True))
    for edition in (old, new, hidden):
        StagePageFactory(parent=edition)

    with django_assert_num_queries(2):
        stages = attach_editions(StagePage.objects.order_by("path"))

    assert [stage.edition for stage in stages] == [old, new, None]


def test_route_map_has_each_stage_with_its_name_state_and_description(clock_at, edition):
    clock_at("2014-10-09T12:00")
    StagePageFactory(parent=edition, title="Mende", position=5, timed=True, rural=True, located=True)
    StagePageFactory(parent=edition, title="Bordeaux", position=3)

    drawn = route_map(itinerary(edition).stages, describe=lambda stage: f"rang {stage.position}")
    (point,) = drawn.points

    assert (point.number, point.label, point.kind, point.state) == ("5", "Mende", "rural", "underway")
    assert point.aria_label == "Étape 5\u00a0: Mende, rang 5"
    assert point.url == "/tour-2014/mende/"
    assert drawn.missing == ("Bordeaux",)
