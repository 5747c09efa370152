"""What meets across stages."""

from datetime import date

import pytest

from stages.domain.coincidences import coincidences
from stages.models import StagePage
from tests.factories import (
    ParticipationFactory,
    PartnerPageFactory,
    PersonPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
)

pytestmark = pytest.mark.django_db


def told():
    """(kind, name, titles of the stages, first day, last day), in the order told."""
    return [
        (met.kind.value, met.name, [stage.title for stage in met.stages], met.first.day, met.last.day)
        for met in coincidences(StagePage.objects.in_tour_order())
    ]


def held(title, first, last=None, **made):
    days = {"starts_on": date(2014, 10, first), "ends_on": date(2014, 10, last) if last else None}
    return StagePageFactory(title=title, date_kind="exact", **days, **made)


def announce(stage, day=1, **made):
    return ParticipationFactory(item=ProgrammeItemFactory(stage=stage, day=day), **made)


@pytest.fixture
def mende(home):
    return held("Mende", 9)


@pytest.fixture
def bordeaux(home):
    return held("Bordeaux", 9)


def test_stages_on_one_day_are_said_and_no_more(mende, bordeaux):
    [met] = coincidences([mende, bordeaux])

    assert (met.days, met.is_warning) == ("jeudi 9\u00a0octobre 2014", False)
    assert told() == [("stages", "", ["Mende", "Bordeaux"], 9, 9)]


@pytest.mark.parametrize("made", [{"cancelled": True}, {"postponed": True}, {"draft": True}])
def test_stage_that_is_off_or_hidden_meets_nobody(mende, made):
    held("Bordeaux", 9, **made)

    assert told() == []


def test_stages_of_several_days_meet_while_both_last(home):
    held("Mende", 9, 12)
    held("Bordeaux", 11, 14)
    held("Lyon", 14)

    assert told() == [("stages", "", ["Mende", "Bordeaux"], 11, 12), ("stages", "", ["Bordeaux", "Lyon"], 14, 14)]


def test_stages_without_a_day_meet_nobody(mende):
    StagePageFactory(period=True, starts_on=date(2014, 10, 1), ends_on=date(2014, 10, 31))
    StagePageFactory(unknown=True)

    assert told() == []


def test_person_announced_in_three_places_is_told_once(mende, bordeaux):
    lyon = held("Lyon", 9)
    camille = PersonPageFactory(title="Camille Martin")
    for stage in (mende, bordeaux, lyon, mende):
        announce(stage, name="", person=camille)

    assert told()[0] == ("person", "Camille Martin", ["Mende", "Bordeaux", "Lyon"], 9, 9)
    assert coincidences(StagePage.objects.all())[0].is_warning is True


def test_bare_names_are_compared_whatever_their_accents(mende, bordeaux):
    announce(mende, name="Hélène Durand")
    announce(bordeaux, name="helene durand")

    assert told()[0][:3] == ("person", "helene durand", ["Mende", "Bordeaux"])


@pytest.mark.parametrize("made", [{"unannounced": True}, {"function_only": True}, {}])
def test_whoever_is_not_announced_by_name_twice_is_not_told(mende, bordeaux, made):
    announce(mende, **made)
    announce(bordeaux, **made)

    assert [kind for kind, *_ in told()] == ["stages"]


def test_person_is_where_their_moment_is_on_that_day(mende):
    week = held("Bordeaux", 6, 10)
    camille = PersonPageFactory(title="Camille Martin")
    announce(mende, name="", person=camille)
    part = announce(week, day=1, name="", person=camille)
    assert [kind for kind, *_ in told()] == ["stages"]

    part.item.day = 4
    part.item.save()
    assert told()[0] == ("person", "Camille Martin", ["Mende", "Bordeaux"], 9, 9)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("organiser", ["partner", "stages"]),
        ("local_organiser", ["partner", "stages"]),
        ("host", ["partner", "stages"]),
        ("support", ["stages"]),
    ],
)
def test_partner_on_the_spot_at_two_stages_is_told(mende, bordeaux, role, kinds):
    partner = PartnerPageFactory(title="ZeVillage")
    StagePartnerFactory(stage=mende, partner=partner, role="host")
    StagePartnerFactory(stage=bordeaux, partner=partner, role=role)

    assert [kind for kind, *_ in told()] == kinds


@pytest.mark.parametrize("number", [2, 4])
def test_coincidences_take_two_queries_whatever_the_number(home, django_assert_num_queries, number):
    partner, person = PartnerPageFactory(), PersonPageFactory()
    for n in range(number):
        stage = held(f"Étape {n}", 9)
        StagePartnerFactory(stage=stage, partner=partner, role="host")
        announce(stage, name="", person=person)
    stages = list(StagePage.objects.all())

    with django_assert_num_queries(2):
        found = coincidences(stages)

    assert [len(met.stages) for met in found] == [number] * 3
