"""The edit form in Chromium."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from stages.domain.readiness import readiness
from stages.models import EditionPage, StagePage
from tests.factories import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def stage_form(visit, db, client, live_site):
    """The edit form of the stage of Mende, opened by the national team, in a window wide enough for it."""
    client.force_login(UserFactory(national=True))
    page = visit("/", width=1280)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_site,
            }
        ]
    )
    stage = StagePage.objects.get(slug="mende")
    page.goto(f"/admin/pages/{stage.pk}/edit/")
    return page


def test_rows_are_called_by_what_they_hold(stage_form):
    stage_form.get_by_role("tab", name="Programme").click()
    row = stage_form.locator("#inline_child_programme_items-1")

    expect(row.locator(".w-panel__heading").first).to_have_text(re.compile(r"Moment 2 · Ouverture de la journée\s*$"))
    speaker = row.locator("#inline_child_programme_items-1-participations-2 .w-panel__heading").first
    expect(speaker).to_have_text(re.compile(r"Intervenant 3 · Jean-Paul Pourquier\s*$"))

    row.locator("[name='programme_items-1-title']").fill("Ouverture du matin")
    expect(row.locator("[data-row-name]").first).to_have_text("· Ouverture du matin")


@pytest.mark.parametrize(
    ("kind", "tab"),
    [
        ("date", "Date et lieu"),
        ("venue", "Date et lieu"),
        ("summary", "L’étape"),
        ("registration", "Date et lieu"),
        ("programme", "Programme"),
        ("speakers", "Programme"),
        ("partners", "Partenaires"),
        ("photo", "L’étape"),
        ("results", "Après l’étape"),
    ],
)
def test_requirement_leads_to_its_very_field(stage_form, kind, tab):
    stages = StagePage.objects.filter(slug="mende").with_progress().with_venue()
    [found] = readiness(stages).values()
    [line] = [line for line in found.lines if line.kind == kind]
    field = line.edit_url.partition("=")[2]

    stage_form.goto("about:blank")
    stage_form.goto(line.edit_url)

    expect(stage_form.get_by_role("tab", selected=True).first).to_have_text(re.compile(rf"^\s*{tab}"))
    expect(stage_form.locator(f"[data-contentpath={field}]").first).to_be_in_viewport()


def test_requirement_is_called_by_what_is_asked_not_by_its_deadline(stage_form):
    stage_form.goto(f"/admin/pages/{EditionPage.objects.get(year=2014).pk}/edit/")
    stage_form.get_by_role("tab", name="Exigences").click()
    heading = stage_form.locator("#inline_child_requirements-0 .w-panel__heading").first
    expect(heading).to_have_text(re.compile(r"Exigence 1 · Date\s*$"))
