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
    return [one for one in said(response) if "e-mail" in one]


def test_who_moves_a_stage_reads_how_many_will_be_told(organiser, followed):
    assert publish(organiser, followed, summary="Autrement dit.") == []
    told = "2 personnes qui suivent l’étape vont apprendre par e-mail ce qui a changé, dix minutes après"
    (sentence,) = publish(organiser, followed, starts_on="2014-10-16")
    assert sentence.startswith(told)


def test_who_moves_a_stage_reads_that_mails_are_suspended(organiser, followed):
    StageReminders.objects.filter(stage=followed).update(is_suspended=True)
    (sentence,) = publish(organiser, followed, starts_on="2014-10-16")
    assert "quand les envois, qui sont suspendus, reprendront" in sentence
