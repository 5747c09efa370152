"""The programme of a stage and who takes part in it, as editors type them."""

import pytest

from tests.factories import EditForm, ParticipationFactory, PersonPageFactory, ProgrammeItemFactory, StagePageFactory
from tests.factories.editing import assert_refused

# --- The programme --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"start_time": "10:00", "end_time": "09:00"}, {"end_time": ["La fin doit venir après le début."]}),
        ({"start_time": "10:00", "end_time": "10:00"}, {"end_time": ["La fin doit venir après le début."]}),
        ({"end_time": "10:00"}, {"start_time": ["Indiquez aussi le début, ou videz la fin."]}),
        (
            {"is_all_day": True, "start_time": "10:00"},
            {"is_all_day": ["Un moment de toute la journée n’a pas d’horaires : décochez, ou videz-les."]},
        ),
        ({"day": "0"}, {"day": ["Le premier jour de l’étape est le jour 1."]}),
        ({"day": "2"}, {"day": ["L’étape dure un jour : ce moment est en dehors."]}),
        ({"day": "32767"}, {"day": ["Une étape dure moins d’un an."]}),
        ({"day": ""}, {"day": ["Champ requis."]}),
    ],
)
def test_programme_item_is_refused_at_its_field(editor, typed, errors):
    form = EditForm(editor, StagePageFactory(exact=True))
    row = form.add_row("programme_items", title="Exposé", **typed)

    assert_refused(form, {f"{row}-{name}": messages for name, messages in errors.items()})


def test_programme_item_is_judged_by_the_date_being_typed(editor):
    stage = StagePageFactory()
    ProgrammeItemFactory(stage=stage, day=2)
    form = EditForm(editor, stage).fill(date_kind="exact", starts_on="2014-10-09")

    assert_refused(form, {"programme_items-0-day": ["L’étape dure un jour : ce moment est en dehors."]})


def test_stage_that_is_shortened_tells_which_moments_are_left_out(editor):
    stage = StagePageFactory(several_days=True)
    for day in (1, 2, 3):
        ProgrammeItemFactory(stage=stage, day=day)
    form = EditForm(editor, stage).fill(ends_on="2014-10-10")

    assert_refused(form, {"programme_items-2-day": ["L’étape dure 2 jours : ce moment est en dehors."]})


def test_stage_that_is_lengthened_takes_a_moment_of_its_new_day(editor):
    form = EditForm(editor, StagePageFactory(exact=True)).fill(ends_on="2014-10-10")
    form.add_row("programme_items", title="Lendemain", day=2)

    assert form.publish().was_saved is True


def test_moment_left_out_may_be_removed_as_the_stage_is_shortened(editor):
    stage = StagePageFactory(several_days=True)
    ProgrammeItemFactory(stage=stage, day=3)
    form = EditForm(editor, stage).fill(ends_on="").remove_row("programme_items-0")

    assert form.publish().was_saved is True
    assert stage.programme_items.count() == 0


@pytest.mark.parametrize(("made", "day"), [({"unknown": True}, 5), ({"period": True}, 5), ({"several_days": True}, 3)])
def test_moment_of_a_stage_of_unknown_length_may_be_on_any_day(editor, made, day):
    form = EditForm(editor, StagePageFactory(**made))
    form.add_row("programme_items", title="Exposé", day=day)

    assert form.publish().was_saved is True


def test_length_in_days_bounds_the_programme_of_a_period(editor):
    form = EditForm(editor, StagePageFactory(period=True)).fill(day_count=2)
    row = form.add_row("programme_items", title="Exposé", day=3)

    assert_refused(form, {f"{row}-day": ["L’étape dure 2 jours : ce moment est en dehors."]})


# --- Who takes part: rows in rows -----------------------------------------------------------------


def test_participation_of_nobody_is_refused_at_its_field(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations", organisation="Préfecture")

    assert_refused(form, {f"{row}-name": ["Indiquez une personne, un nom, ou au moins une fonction (« le préfet »)."]})


def test_participation_of_nobody_in_a_new_moment_is_refused_at_its_field(editor):
    form = EditForm(editor, StagePageFactory())
    item = form.add_row("programme_items", title="Exposé")
    row = form.add_row(f"{item}-participations", attendance="present")

    assert_refused(form, {f"{row}-name": ["Indiquez une personne, un nom, ou au moins une fonction (« le préfet »)."]})


@pytest.mark.parametrize("typed", [{"name": "Camille Martin"}, {"function": "le préfet"}])
def test_participation_of_a_name_or_a_function_is_accepted(editor, typed):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    form.add_row("programme_items-0-participations", **typed)

    assert form.publish().was_saved is True
    assert [part.shown_name for part in item.participations.all()] == list(typed.values())


def test_participation_of_a_person_is_accepted(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    form.add_row("programme_items-0-participations", person=PersonPageFactory(title="Camille Martin"))

    assert form.publish().was_saved is True
    assert [part.shown_name for part in item.participations.all()] == ["Camille Martin"]


def test_row_that_was_added_and_left_empty_is_a_participation_of_nobody(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations")

    assert list(form.publish().errors) == [f"{row}-name"]


def test_alternate_to_nobody_is_refused_at_its_field(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations", name="Camille Martin", is_alternate=True)

    assert_refused(form, {f"{row}-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]})


def test_alternate_whose_predecessor_is_removed_is_refused(editor):
    first = ParticipationFactory()
    ParticipationFactory(item=first.item, alternate=True)
    form = EditForm(editor, first.item.stage).remove_row("programme_items-0-participations-0")

    assert_refused(
        form,
        {"programme_items-0-participations-1-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]},
    )


def test_alternate_moved_to_the_first_place_is_refused(editor):
    first = ParticipationFactory()
    ParticipationFactory(item=first.item, alternate=True)
    form = EditForm(editor, first.item.stage)
    form.fill_row("programme_items-0-participations-0", ORDER="2").fill_row(
        "programme_items-0-participations-1", ORDER="1"
    )

    assert form.publish().errors == {
        "programme_items-0-participations-1-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]
    }


def test_alternate_to_somebody_is_accepted(editor):
    first = ParticipationFactory()
    form = EditForm(editor, first.item.stage)
    form.add_row("programme_items-0-participations", name="Camille Martin", is_alternate=True)

    assert form.publish().was_saved is True
