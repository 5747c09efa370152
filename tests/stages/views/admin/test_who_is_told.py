"""What who publishes a stage is told of its followers."""

import pytest

from stages.models import StageReminders
from tests.factories import EditForm
from tests.stages.views.admin.screens import said

pytestmark = pytest.mark.django_db
FORM = {"days": "-3", "at": "18h30", "subject": "Vers {etape}", "text": "Un car part de Millau."}


def publish(client, stage, **changed):
    """The stage's form, changed and published; what the next screen says of the followers."""
    form = EditForm(client, stage).fill(**changed)
    response = client.post(form.url, {**form.data, "action-publish": "action-publish"}, follow=True)
    return [one for one in said(response) if "e-mail" in one or "rappel" in one]


def test_who_moves_a_stage_reads_how_many_will_be_told(organiser, followed):
    assert publish(organiser, followed, summary="Autrement dit.") == []
    told = "2 personnes qui suivent l’étape vont apprendre par e-mail ce qui a changé, dix minutes après"
    (sentence,) = publish(organiser, followed, starts_on="2014-10-16")
    assert sentence.startswith(told)


def test_who_moves_a_stage_reads_that_mails_are_suspended(organiser, followed):
    StageReminders.objects.filter(stage=followed).update(is_suspended=True)
    (sentence,) = publish(organiser, followed, starts_on="2014-10-16")
    assert "quand les envois, qui sont suspendus, reprendront" in sentence


@pytest.mark.parametrize(
    ("changed", "is_warned"),
    [
        ({"status": "postponed"}, True),
        ({"status": "postponed", "starts_on": "2014-09-29"}, False),
        ({"status": "postponed", "date_kind": "period", "starts_on": "2014-11-01", "ends_on": "2014-11-30"}, False),
        ({"status": "cancelled"}, False),
        ({"starts_on": "2014-10-16"}, False),
    ],
    ids=["postponed", "past", "period", "cancelled", "moved"],
)
def test_who_publishes_a_postponed_stage_with_its_new_day_reads_that_nobody_is_reminded(
    organiser, stage, changed, is_warned
):
    if changed.get("date_kind") == "period":
        changed = {**changed, "opening_time": "", "closing_time": ""}
    warning = "Aucun rappel ne part tant que l’étape est « Reportée » ; si la nouvelle date est fixée, "
    assert publish(organiser, stage, **changed) == ([f"{warning}remettez « Confirmée »."] if is_warned else [])
