"""The date and the place of a stage, as editors type them."""

import pytest

from stages.models import StagePage
from tests.factories import EditForm, EditionPageFactory, StagePageFactory
from tests.factories.editing import assert_refused


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "ends_on": "2014-10-08"},
            {"ends_on": ["L’étape finit avant de commencer."]},
        ),
        (
            {"date_kind": "exact", "ends_on": "2014-10-09"},
            {"starts_on": ["Indiquez le premier jour, ou choisissez « Date inconnue »."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "closing_time": "18:00"},
            {"opening_time": ["Indiquez aussi l’heure d’ouverture, ou videz l’heure de fin."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "opening_time": "18:00", "closing_time": "09:00"},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-03-30", "opening_time": "02:30", "closing_time": "03:15"},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-05-01"},
            {"ends_on": ["Une période a un premier et un dernier jour : indiquez le dernier."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-06-30", "ends_on": "2014-05-01"},
            {"ends_on": ["La période finit avant de commencer."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-05-01", "ends_on": "2014-06-30", "opening_time": "09:00"},
            {"opening_time": ["Une période n’a pas d’horaires : videz ce champ, ou indiquez une date exacte."]},
        ),
        (
            {"date_kind": "unknown", "starts_on": "2014-10-09"},
            {"starts_on": ["La date est dite inconnue : videz ce champ, ou choisissez une autre précision."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "0214-10-09"},
            {"starts_on": ["Cette date est hors de notre calendrier : vérifiez l’année."]},
        ),
        (
            {"date_kind": "period", "starts_on": "0001-01-01", "ends_on": "9999-12-31"},
            {
                "starts_on": ["Cette date est hors de notre calendrier : vérifiez l’année."],
                "ends_on": ["Cette date est hors de notre calendrier : vérifiez l’année."],
            },
        ),
        (
            {"date_kind": "exact", "starts_on": "31/02/2014"},
            {
                "starts_on": [
                    "Saisissez une date valide. Indiquez le premier jour, ou choisissez « Date inconnue ».",
                ]
            },
        ),
        ({"latitude": "90.1", "longitude": "3.5"}, {"latitude": ["Une latitude va de −90 à 90 degrés."]}),
        ({"latitude": "44.5", "longitude": "-180.1"}, {"longitude": ["Une longitude va de −180 à 180 degrés."]}),
        (
            {"latitude": "44.5"},
            {"longitude": ["La latitude et la longitude vont ensemble : complétez ou videz les deux."]},
        ),
        ({"position": "0"}, {"position": ["La première étape a le rang 1."]}),
        ({"day_count": "400"}, {"day_count": ["Une étape dure moins d’un an."]}),
        ({"registration_url": "http://"}, {"registration_url": ["Saisissez une URL valide."]}),
    ],
)
def test_stage_is_refused_at_its_field(editor, typed, errors):
    form = EditForm(editor, StagePageFactory()).fill(**typed)

    assert_refused(form, errors)


def test_position_taken_is_refused_at_its_field(editor):
    StagePageFactory(title="Bordeaux", position=3)
    form = EditForm(editor, StagePageFactory()).fill(position=3)

    assert_refused(form, {"position": ["Ce rang est déjà celui de l’étape « Bordeaux »."]})


def test_position_taken_is_refused_to_a_new_stage(editor):
    taken = StagePageFactory(title="Bordeaux", position=3)
    form = EditForm(editor, model=StagePage, parent=taken.get_parent()).fill(title="Mende", slug="mende", position=3)

    assert_refused(form, {"position": ["Ce rang est déjà celui de l’étape « Bordeaux »."]})


def test_position_of_another_edition_or_of_itself_is_free(editor):
    StagePageFactory(parent=EditionPageFactory(year=2012), position=3)
    stage = StagePageFactory(parent=EditionPageFactory(year=2014), position=3)

    assert EditForm(editor, stage).publish().was_saved is True


def test_prose_that_was_typed_comes_back_with_the_error(editor):
    stage = StagePageFactory(body=[("heading", "Un intertitre tout neuf")])
    answer = EditForm(editor, stage).fill(position=0).publish()

    assert "Un intertitre tout neuf" in answer.html
