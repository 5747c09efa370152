"""What the public was told of when and where a stage is held."""

from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import PageViewRestriction

from stages.domain.schedule import record_changes
from stages.enums import DateKind, ScheduleChange, StageStatus
from stages.models import ProgrammeItem, ScheduleVersion, StagePage
from stages.tasks import record_schedule_changes
from tests.factories import PlacePageFactory, ProgrammeItemFactory, StagePageFactory, ThemeFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db):
    """A live stage of which one version is kept."""
    made = StagePageFactory(timed=True, located=True)
    record_changes()
    return made


def history(stage):
    """(number, change) of each version, the first first."""
    return list(stage.schedule_versions.order_by("number").values_list("number", "change"))


def test_version_is_kept_when_a_stage_is_first_published(clock_at):
    now = clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, several_days=True, located=True, venue_name="Espace événements")
    kept = stage.schedule_versions.get()
    assert (kept.number, kept.change, kept.recorded_at) == (0, ScheduleChange.PUBLISHED, now)
    assert (kept.starts_on, kept.ends_on) == (date(2014, 10, 9), date(2014, 10, 11))
    assert (kept.opening_time, kept.closing_time, kept.time_zone) == (time(9), time(18), "Europe/Paris")
    assert kept.place == "Espace événements, Mende (Lozère)"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"starts_on": date(2014, 10, 16)}, ScheduleChange.RESCHEDULED),
        ({"ends_on": date(2014, 10, 10)}, ScheduleChange.RESCHEDULED),
        (
            {"date_kind": DateKind.UNKNOWN, "starts_on": None, "opening_time": None, "closing_time": None},
            ScheduleChange.RESCHEDULED,
        ),
        ({"opening_time": time(8, 30)}, ScheduleChange.RETIMED),
        ({"time_zone": "Indian/Reunion"}, ScheduleChange.RETIMED),
        ({"venue_name": "Mairie"}, ScheduleChange.RELOCATED),
        ({"status": StageStatus.CANCELLED, "starts_on": date(2014, 10, 16)}, ScheduleChange.CANCELLED),
        ({"status": StageStatus.POSTPONED}, ScheduleChange.POSTPONED),
    ],
)
def test_version_is_kept_of_each_change(stage, changes, told):
    publish(stage, **changes)
    assert history(stage) == [(0, ScheduleChange.PUBLISHED), (1, told)]


def test_no_version_is_kept_of_other_changes(stage):
    publish(stage, title="Un autre nom", summary="Un autre résumé", ends_on=date(2014, 10, 9))
    assert history(stage) == [(0, ScheduleChange.PUBLISHED)]


def test_no_version_is_kept_of_a_draft(stage):
    page = StagePage.objects.get(pk=stage.pk)
    page.starts_on = date(2014, 10, 16)
    page.save_revision()
    assert record_changes() == []


def test_date_that_becomes_known_is_told_as_such():
    stage = StagePageFactory(published=True, period=True)
    publish(stage, date_kind=DateKind.EXACT, starts_on=date(2014, 6, 3), ends_on=None)
    publish(stage, status=StageStatus.CANCELLED)
    publish(stage, status=StageStatus.CONFIRMED)
    assert history(stage) == [
        (0, ScheduleChange.PUBLISHED),
        (1, ScheduleChange.DATED),
        (2, ScheduleChange.CANCELLED),
        (3, ScheduleChange.REINSTATED),
    ]


def test_version_is_kept_when_the_venue_moves_or_is_hidden():
    venue = PlacePageFactory(published=True, title="POLeN", address="1 rue Longue", city="Mende")
    stage = StagePageFactory(published=True, timed=True, venue=venue)
    venue.address = "2 rue Courte"
    venue.save_revision().publish()
    venue.unpublish()
    places = list(stage.schedule_versions.order_by("number").values_list("place", flat=True))
    assert places == ["POLeN, 1 rue Longue, Mende", "POLeN, 2 rue Courte, Mende", ""]


def test_version_is_kept_of_the_hours_of_the_programme(stage):
    item = ProgrammeItemFactory(stage=stage, timed=True)
    record_changes()
    ProgrammeItem.objects.filter(pk=item.pk).update(title="Un autre intitulé")
    record_changes()
    ProgrammeItem.objects.filter(pk=item.pk).update(start_time=time(9, 30))
    record_changes()
    assert history(stage)[1:] == [(1, ScheduleChange.PROGRAMME), (2, ScheduleChange.PROGRAMME)]
    assert list(ScheduleVersion.objects.announced().values_list("change", flat=True)) == [ScheduleChange.PUBLISHED]


def test_version_is_kept_of_the_themes_and_the_region_and_is_no_news(stage):
    theme = ThemeFactory()
    edited = StagePage.objects.get(pk=stage.pk)
    edited.themes.add(theme)
    edited.save_revision().publish()
    StagePage.objects.filter(pk=stage.pk).update(city="", department="")
    record_changes()
    kept = stage.schedule_versions.order_by("number").values_list("change", "themes", "region")
    assert list(kept) == [
        (ScheduleChange.PUBLISHED, [], "Occitanie"),
        (ScheduleChange.COVERAGE, [theme.pk], "Occitanie"),
        (ScheduleChange.RELOCATED, [theme.pk], ""),
    ]
    assert list(ScheduleVersion.objects.announced().values_list("change", flat=True)) == [
        ScheduleChange.RELOCATED,
        ScheduleChange.PUBLISHED,
    ]


def test_versions_of_before_have_the_themes_and_the_region_of_now(stage):
    migration = import_module("stages.migrations.0019_what_old_versions_covered")
    theme = ThemeFactory()
    stage.themes.add(theme)
    stage.save()
    bare = StagePageFactory(published=True)
    publish(stage, starts_on=date(2014, 10, 16))
    ScheduleVersion.objects.update(themes=[], region="")

    migration.fill(apps, None)

    kept = stage.schedule_versions.order_by("number").values_list("themes", "region")
    assert list(kept) == [([theme.pk], "Occitanie")] * 2
    assert list(bare.schedule_versions.values_list("themes", "region")) == [([], "")]
    assert record_changes() == []


def test_sweep_keeps_what_no_signal_told(stage):
    StagePage.objects.filter(pk=stage.pk).update(starts_on=date(2014, 10, 16))
    record_schedule_changes()
    record_schedule_changes()
    assert history(stage) == [(0, ScheduleChange.PUBLISHED), (1, ScheduleChange.RESCHEDULED)]


def test_stage_nobody_may_see_has_no_version():
    StagePageFactory(draft=True)
    private = StagePageFactory()
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="secret")
    assert record_changes() == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_stages(count, django_assert_num_queries):
    for _ in range(count):
        ProgrammeItemFactory(stage=StagePageFactory(timed=True), timed=True)
    with django_assert_num_queries(7):  # two of them open and close the transaction's savepoint
        assert len(record_changes()) == count
    with django_assert_num_queries(6):
        assert record_changes() == []
