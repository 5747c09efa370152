"""Scheduled publication: what is due goes out, whatever happens to another page."""

import pytest

from tests.factories import EditForm, EditorialPageFactory
from tour.models import BasePage
from tour.publishing import publish_due
from tour.tasks import publish_scheduled

pytestmark = pytest.mark.django_db


def schedule(editor, page, title, **typed):
    form = EditForm(editor, page).fill(title=title, go_live_at="2026-03-02 08:00", **typed)
    assert form.publish().was_saved is True


def test_page_that_cannot_be_published_stops_no_other(editor, home, clock_at, caplog):
    clock_at("2026-03-01T09:00")
    first, second = EditorialPageFactory(title="Un", published=True), EditorialPageFactory(title="Deux", draft=True)
    schedule(editor, first, "Un", slug="la-meme-adresse")
    schedule(editor, second, "Deux")
    EditorialPageFactory(title="Trois", slug="la-meme-adresse")
    clock_at("2026-03-02T08:01")

    assert publish_due() == (1, 1)
    assert [BasePage.objects.get(pk=page.pk).slug for page in (first, second)] == ["un", "deux"]
    assert BasePage.objects.get(pk=second.pk).live is True
    assert "Scheduled publication of" in caplog.text


def test_sweep_that_comes_twice_does_its_work_once(editor, home, clock_at):
    clock_at("2026-03-01T09:00")
    page = EditorialPageFactory(title="Un", draft=True)
    schedule(editor, page, "Un")
    clock_at("2026-03-02T08:01")

    publish_scheduled()

    assert BasePage.objects.get(pk=page.pk).live is True
    assert publish_due() == (0, 0)
