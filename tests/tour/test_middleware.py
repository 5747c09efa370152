"""Middleware of our own."""

from django.db import connection
from wagtail.contrib.redirects.models import Redirect

from tests.factories import StagePageFactory
from tests.factories.editing import EditForm


def test_page_that_is_not_online_is_not_sent_to_itself(client, home):
    """Renamed, then named as before, a page has a redirect at its own address."""
    stage = StagePageFactory(slug="mende")
    Redirect.objects.create(old_path=stage.url.rstrip("/"), redirect_page=stage, site=home.get_site())
    assert client.get(stage.url).status_code == 200

    stage.unpublish()

    assert client.get(stage.url).status_code == 404
    assert client.get(f"{stage.url}?vu=1").status_code == 404


def test_old_address_leads_to_the_new_one(client, home):
    stage = StagePageFactory(slug="mende")
    Redirect.objects.create(old_path="/ancienne", redirect_page=stage, site=home.get_site())

    answer = client.get("/ancienne/?vu=1")

    assert (answer.status_code, answer.headers["Location"]) == (301, stage.url)


def test_number_longer_than_any_key_was_not_sent_by_a_form(editor, home):
    form = EditForm(editor, StagePageFactory()).fill(venue="9" * 25)

    # SQLite cannot be asked for such a number; PostgreSQL finds no page of that number, and the form says so.
    assert form.save_draft().response.status_code == (400 if connection.vendor == "sqlite" else 200)
