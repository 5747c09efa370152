"""Programme items and who takes part in them."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from stages.models import Participation, ProgrammeItem
from tests.factories import ParticipationFactory, PersonPageFactory, ProgrammeItemFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"start_time": time(10), "end_time": time(9)}, {"end_time": ["La fin doit venir après le début."]}),
        ({"start_time": time(10), "end_time": time(10)}, {"end_time": ["La fin doit venir après le début."]}),
        ({"start_time": time(0), "end_time": time(0)}, {"end_time": ["La fin doit venir après le début."]}),
        ({"end_time": time(9)}, {"start_time": ["Indiquez aussi le début, ou videz la fin."]}),
        ({"end_time": time(0)}, {"start_time": ["Indiquez aussi le début, ou videz la fin."]}),
        (
            {"is_all_day": True, "start_time": time(9)},
            {"is_all_day": ["Un moment de toute la journée n’a pas d’horaires\u00a0: décochez, ou videz-les."]},
        ),
        (
            {"is_all_day": True, "start_time": time(0)},
            {"is_all_day": ["Un moment de toute la journée n’a pas d’horaires\u00a0: décochez, ou videz-les."]},
        ),
        ({"day": 0}, {"day": ["Le premier jour de l’étape est le jour 1."]}),
        ({"day": 32767}, {"day": ["Une étape dure moins d’un an."]}),
        ({"kinds": ["sieste"]}, {"kinds": ["Choisissez parmi les valeurs proposées."]}),
    ],
)
def test_moment_that_does_not_hold_is_refused_at_its_field(changed, errors):
    item = ProgrammeItemFactory()
    for name, value in changed.items():
        setattr(item, name, value)

    assert errors_of(item) == errors


@pytest.mark.parametrize(
    "changed",
    [
        {"start_time": time(10), "end_time": time(9)},
        {"start_time": time(10), "end_time": time(10)},
        {"end_time": time(9)},
        {"is_all_day": True, "start_time": time(9)},
        {"day": 0},
    ],
)
def test_database_refuses_a_moment_that_does_not_hold(changed):
    item = ProgrammeItemFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeItem.objects.filter(pk=item.pk).update(**changed)


@pytest.mark.parametrize("made", [{}, {"open_ended": True}, {"timed": True}, {"all_day": True}])
def test_moment_that_holds_is_accepted(made):
    item = ProgrammeItemFactory(**made)
    item.full_clean()

    assert ProgrammeItem.objects.get() == item


def test_kinds_are_several_in_the_order_of_the_vocabulary():
    item = ProgrammeItemFactory(kinds=["visit", "break"])
    item.full_clean()
    item.save()

    assert ProgrammeItem.objects.get().kind_labels == ["Pause", "Visite"]


def test_kinds_are_none_by_default():
    assert ProgrammeItemFactory().kind_labels == []


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        ({"name": "Camille Martin", "function": "présidente"}, "Camille Martin"),
        ({"function_only": True}, "le préfet"),
    ],
)
def test_participation_shows_a_name_else_a_function(made, shown):
    assert ParticipationFactory(**made).shown_name == shown


def test_participation_shows_the_name_of_its_page_first():
    person = PersonPageFactory(title="Camille Martin")

    assert ParticipationFactory(person=person, name="C. M.").shown_name == "Camille Martin"


@pytest.mark.parametrize("left", [{}, {"organisation": "Région"}, {"attendance": "present"}])
def test_participation_of_nobody_is_refused(left):
    participation = ParticipationFactory()
    participation.name = ""
    for name, value in left.items():
        setattr(participation, name, value)

    assert errors_of(participation) == {
        "name": ["Indiquez une personne, un nom, ou au moins une fonction («\u00a0le préfet\u00a0»)."]
    }


def test_database_refuses_a_participation_of_nobody():
    participation = ParticipationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.filter(pk=participation.pk).update(name="")


def test_participations_keep_their_order_alternates_after_whom_they_replace():
    item = ProgrammeItemFactory()
    for name, made in [("X", {}), ("Y", {"alternate": True}), ("Z", {})]:
        ParticipationFactory(item=item, name=name, **made)

    parts = ProgrammeItem.objects.get().participations.all()

    assert [(part.name, part.is_alternate) for part in parts] == [("X", False), ("Y", True), ("Z", False)]


def test_announced_is_not_present():
    participation = ParticipationFactory()

    assert (participation.is_announced, participation.attendance) == (True, "unknown")


def test_person_with_participations_cannot_be_deleted():
    participation = ParticipationFactory(with_page=True)

    with pytest.raises(ProtectedError):
        participation.person.delete()


def test_deleting_a_stage_deletes_its_programme():
    ParticipationFactory().item.stage.delete()

    assert (ProgrammeItem.objects.count(), Participation.objects.count()) == (0, 0)
