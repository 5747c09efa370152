"""The calendar: which stages answer what is asked."""

from datetime import date, datetime, time, timedelta

import pytest
from wagtail.models import PageViewRestriction

from stages.domain.calendar import PARAMETERS, nearest_day, sections, select
from stages.enums import StageStatus
from stages.models import StagePage, ThemedStage
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    PartnerPageFactory,
    PlacePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour(clock_at):
    """On 1 October 2014: two editions, six stages. Returns {title: stage}."""
    clock_at("2014-10-01T09:00")
    old = EditionPageFactory(year=2012, slug="tour-2012", ends_on=date(2012, 12, 18))
    new = EditionPageFactory(year=2014, slug="tour-2014")
    polen = PlacePageFactory(title="POLeN", slug="polen", city="Mende")
    made = [
        StagePageFactory(parent=old, title="Rennes", position=1, unknown=True, department="35", city="Rennes"),
        StagePageFactory(
            parent=new,
            title="Strasbourg",
            position=2,
            period=True,
            department="67",
            city="Strasbourg",
            slug="strasbourg",
        ),
        StagePageFactory(
            parent=new, title="Paris", position=3, exact=True, starts_on=date(2014, 9, 23), department="92", results=[]
        ),
        StagePageFactory(parent=new, title="Mende", position=4, timed=True, rural=True, located=True, venue=polen),
        StagePageFactory(
            parent=new,
            title="Lyon",
            position=5,
            timed=True,
            starts_on=date(2014, 11, 4),
            cancelled=True,
            department="69",
        ),
        StagePageFactory(parent=new, title="Dijon", position=6, unknown=True, summary="Les ateliers de l’été"),
    ]
    return {stage.title: stage for stage in made}


def titles(stages):
    return [stage.title for stage in stages]


def shown(**asked):
    return titles(select(asked).shown)


def counts(selection, name):
    return [(choice.value, choice.count) for choice in selection.facets[name].choices]


def test_everything_is_shown_when_nothing_is_asked(tour):
    selection = select({"vue": "mois", "utm_source": "x", "q": "  "})
    assert titles(selection.shown) == ["Rennes", "Strasbourg", "Paris", "Mende", "Lyon", "Dijon"]
    assert (selection.total, selection.chosen, selection.unknown, selection.query_string) == (6, [], {}, "")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"quand": "a-venir"}, ["Mende", "Lyon", "Dijon"]),
        ({"quand": "passees"}, ["Rennes", "Strasbourg", "Paris"]),
        ({"edition": "tour-2012"}, ["Rennes"]),
        ({"type": "rurale"}, ["Mende"]),
        ({"region": "occitanie"}, ["Mende"]),
        ({"region": "ile-de-france"}, ["Paris"]),
        ({"lieu": "polen"}, ["Mende"]),
        ({"phase": "annulee"}, ["Lyon"]),
        ({"phase": "passee", "edition": "tour-2014"}, ["Strasbourg", "Paris"]),
        ({"q": "LOZERE"}, ["Mende"]),
        ({"q": "ateliers ete"}, ["Dijon"]),
        ({"q": "polen mende"}, ["Mende"]),
        ({"q": "mende strasbourg"}, []),
        ({"q": "%_'\"-*"}, []),
    ],
)
def test_filter_narrows(tour, asked, found):
    assert shown(**asked) == found


def test_text_is_also_sought_in_the_page_and_its_programme(tour):
    ProgrammeItemFactory(stage=tour["Paris"], title="Le rebond des télécentres")
    publish(tour["Paris"])
    assert shown(q="rebond") == ["Paris"]


def test_theme_and_partner_narrow(tour):
    theme = ThemeFactory(name="Coworking", slug="coworking")
    ThemedStage.objects.create(content_object=tour["Mende"], tag=theme)
    StagePartnerFactory(stage=tour["Mende"], partner=PartnerPageFactory(slug="amrf"))
    EditionPartnerFactory(
        edition=tour["Rennes"].get_parent().specific, partner=PartnerPageFactory(slug="zevillage", title="ZeVillage")
    )
    hidden = PartnerPageFactory(slug="cache", draft=True)
    StagePartnerFactory(stage=tour["Mende"], partner=hidden)

    assert shown(theme="coworking") == ["Mende"]
    assert shown(partenaire="amrf") == ["Mende"]
    assert shown(partenaire="zevillage") == ["Rennes"]  # by its edition
    assert select({"partenaire": "cache"}).unknown == {"partenaire": "cache"}
    assert counts(select({}), "partenaire") == [("amrf", 1), ("zevillage", 1)]


def test_choices_count_what_they_would_show(tour):
    everything = select({})
    assert counts(everything, "edition") == [("tour-2014", 5), ("tour-2012", 1)]
    assert counts(everything, "type") == [("urbaine", 5), ("rurale", 1)]
    assert counts(everything, "phase") == [("a-venir", 2), ("passee", 3), ("annulee", 1)]
    assert counts(everything, "region") == [
        ("auvergne-rhone-alpes", 1),
        ("bretagne", 1),
        ("grand-est", 1),
        ("ile-de-france", 1),
        ("occitanie", 1),
    ]
    narrowed = select({"edition": "tour-2014", "type": "rurale"})
    # Each with the other filter as it is, whatever its own.
    assert counts(narrowed, "edition") == [("tour-2014", 1)]
    assert counts(narrowed, "type") == [("urbaine", 4), ("rurale", 1)]
    assert counts(narrowed, "phase") == [("a-venir", 1)]
    for name, value in [("edition", "tour-2012"), ("type", "rurale"), ("phase", "passee")]:
        choice = next(c for c in everything.facets[name].choices if c.value == value)
        assert choice.count == len(shown(**{name: value}))


def test_filters_in_force_tell_what_giving_them_up_would_show(tour):
    selection = select({"type": "rurale", "edition": "tour-2012", "q": "rennes"})
    assert selection.shown == []
    told = [(chosen.name, chosen.value_label, chosen.count_without) for chosen in selection.chosen]
    assert told == [("q", "rennes", 0), ("edition", "Tour 2012", 0), ("type", "Étape rurale", 1)]
    assert selection.query_string == "q=rennes&edition=tour-2012&type=rurale"


def test_value_that_no_stage_has_shows_nothing(tour):
    ThemeFactory(name="Ruralité", slug="ruralite")
    PartnerPageFactory(slug="seul", title="Partenaire sans étape")
    assert shown(theme="ruralite") == []
    assert shown(partenaire="seul") == []
    assert shown(region="bretagne", type="rurale") == []
    assert [choice.label for choice in select({"partenaire": "seul"}).facets["partenaire"].choices] == [
        "Partenaire sans étape"
    ]


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name != "q"])
@pytest.mark.parametrize("value", ["nimporte-quoi", "x" * 10_000, "\x00", "🚲", "' OR 1=1 --", "../..", "{{7*7}}"])
def test_value_that_means_nothing_narrows_nothing(tour, name, value):
    selection = select({name: value})
    assert len(selection.shown) == 6
    assert (list(selection.unknown) == [name]) is (value != "\x00")


def test_text_of_any_length_is_answered(tour):
    assert select({"q": "mende" * 2000}).unknown == {"q": "mende" * 2000}
    assert shown(q="\x00mende\n") == ["Mende"]


def test_hidden_stages_and_venues_are_nowhere(tour):
    StagePageFactory(parent=tour["Mende"].get_parent(), draft=True, title="Brouillon", department="2A")
    PageViewRestriction.objects.create(page=tour["Paris"], restriction_type="password", password="secret")
    PageViewRestriction.objects.create(page=tour["Mende"].venue, restriction_type="password", password="secret")
    selection = select({})
    assert titles(selection.shown) == ["Rennes", "Strasbourg", "Mende", "Lyon", "Dijon"]
    assert selection.facets["lieu"].choices == []
    assert shown(q="polen") == []
    assert "corse" not in dict(counts(selection, "region"))


def test_list_is_by_date_and_what_has_no_day_apart(tour):
    told = [(section.key, titles(section.stages)) for section in sections(select({}).shown)]
    assert told == [
        ("upcoming", ["Mende", "Lyon"]),
        ("undated", ["Dijon"]),
        ("past", ["Paris"]),
        ("past_undated", ["Rennes", "Strasbourg"]),
    ]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2014-10-01T09:00", date(2014, 10, 9)),
        ("2014-09-01T09:00", date(2014, 9, 23)),
        ("2015-01-01T09:00", date(2014, 11, 4)),
    ],
)
def test_calendar_opens_where_the_tour_is(tour, clock_at, now, day):
    clock_at(now)
    assert nearest_day(select({}).shown, date(2020, 1, 1)) == day


def test_calendar_opens_today_without_any_day(db):
    assert nearest_day([], date(2020, 1, 1)) == date(2020, 1, 1)


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea"])
def test_upcoming_and_past_share_every_minute_of_a_day(zone):
    """Around the clock, on the day it is held where it is held: a stage is in one of the two, and turns once."""
    stage = StagePageFactory(timed=True, time_zone=zone)
    instant = stage.instant(stage.starts_on, time.min)
    turns = []
    for minute in range(24 * 60 + 1):
        at = instant + timedelta(minutes=minute)
        past = StagePage.objects.past(at).filter(pk=stage.pk).exists()
        upcoming = StagePage.objects.upcoming(at).filter(pk=stage.pk).exists()
        assert past is not upcoming, at
        if not turns or turns[-1][1] is not past:
            turns.append((at, past))
    assert turns == [(instant, False), (stage.ends_at, True)]


@pytest.mark.parametrize(("day", "hours"), [(date(2014, 3, 30), 23), (date(2014, 10, 26), 25)])
def test_day_of_the_change_of_hour_lasts_what_it_lasts(day, hours):
    stage = StagePageFactory(exact=True, starts_on=day)
    assert stage.ends_at - stage.starts_at == timedelta(hours=hours)


def test_stage_over_the_lost_hour_is_past_when_its_clock_says_so(clock_at):
    StagePageFactory(exact=True, starts_on=date(2014, 3, 30), opening_time=time(1), closing_time=time(4))
    clock_at("2014-03-30T03:59")
    assert shown_when() == "a-venir"
    clock_at("2014-03-30T04:00")
    assert shown_when() == "passees"


def shown_when():
    return select({}).facets["quand"].choices[0].value


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_rows(count, django_assert_num_queries):
    theme = ThemeFactory()
    for year in range(2014, 2014 + count):
        edition = EditionPageFactory(year=year, slug=f"tour-{year}")
        EditionPartnerFactory(edition=edition)
        for n in range(count):
            stage = StagePageFactory(parent=edition, timed=True, located=True, venue=PlacePageFactory(), slug=f"s{n}")
            StagePartnerFactory(stage=stage)
            ThemedStage.objects.create(content_object=stage, tag=theme)
    with django_assert_num_queries(5):
        select({"edition": "tour-2014", "type": "urbaine", "region": "occitanie"})
    with django_assert_num_queries(6):
        select({"q": "mende"})
    with django_assert_num_queries(6):
        select({"theme": "inconnu"})


def test_cancelled_stage_is_past_when_its_hour_has_come(tour, clock_at):
    clock_at("2014-12-01T09:00")
    assert tour["Lyon"].status == StageStatus.CANCELLED
    assert "Lyon" in shown(quand="passees")
    assert isinstance(tour["Lyon"].ends_at, datetime)
