"""The to-do list of a stage, as it is included in a page of the admin."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from stages.domain.readiness import readiness_with_drafts
from stages.models import Requirement, StagePage
from tests.factories import EditionPageFactory, StagePageFactory

pytestmark = pytest.mark.django_db


def shown(**made):
    """The list of a stage to whose edition a summary, a photo and results are required, on 1 September 2014."""
    edition = EditionPageFactory(
        requirements=[
            Requirement(kind="summary", days=-60),
            Requirement(kind="photo", days=-14, note="Une vue <large>."),
            Requirement(kind="results", days=7),
        ]
    )
    stage = StagePageFactory(parent=edition, title="Mende", published=True, **made)
    draft = stage.get_latest_revision_as_object()
    draft.results = [("heading", "Ce qu’il en reste")]
    draft.save_revision()
    stages = StagePage.objects.with_progress().with_venue()
    judged = readiness_with_drafts(stages, date(2014, 9, 1))[stage.pk]
    context = {"stage": stage, "readiness": judged}
    return BeautifulSoup(render_to_string("stages/admin/_to_do.html", context), "html.parser")


def texts(found):
    return [" ".join(one.get_text().split()) for one in found]


def test_to_do_list_says_states_in_words_and_by_when(home, clock_at):
    clock_at("2014-09-01T09:00")
    page = shown(exact=True)

    assert texts(page.select("ul[aria-label='À faire pour Mende'] li")) == [
        "En retard Résumé Le résumé est vide. pour le 10 août 2014 (J−60)",
        "Plus tard Photo et texte alternatif Il n’y a pas de photo. Une vue <large>. pour le 25 septembre 2014 (J−14)",
        "Plus tard Restitution La restitution est vide. Saisi, pas encore publié. pour le 16 octobre 2014 (J+7)",
    ]
    assert texts(page.select("p")) == ["0 sur 3 · 1 en retard"]
    assert page.find("details") is None


def test_to_do_list_without_a_day_has_no_date(home):
    page = shown(summary="Une journée.")

    assert texts(page.select(".to-do__due")) == ["J−14, dès que la date est fixée", "J+7, dès que la date est fixée"]
    assert texts(page.select("details li")) == ["Fait Résumé"]


def test_to_do_list_of_a_stage_that_is_off_asks_for_nothing(home):
    page = shown(cancelled=True)

    assert texts(page.select("p")) == ["Rien n’est demandé pour cette étape."]
    assert texts(page.select("details li")) == [
        "Sans objet Résumé",
        "Sans objet Photo et texte alternatif",
        "Sans objet Restitution",
    ]
