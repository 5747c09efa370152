"""What lets pages be read without network: a worker, a page of last resort, and the mark of the pages that are kept."""

import re

import pytest

from tests.factories import StagePageFactory


def test_worker_is_a_script_asked_for_again_each_time(client):
    response = client.get("/sw.js")
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response["Cache-Control"] == "no-cache"
    assert 'const OFFLINE = "/hors-ligne/";' in response.content.decode()


def test_worker_may_run(client):
    directives = client.get("/sw.js")["Content-Security-Policy"].split("; ")
    assert "worker-src 'self'" in directives


def test_offline_page_is_kept_out_of_search_engines(client):
    html = client.get("/hors-ligne/").content.decode()
    assert "<h1>Vous êtes hors ligne</h1>" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.django_db
def test_stage_is_marked_with_its_name_and_the_present(client, clock_at):
    stage = StagePageFactory(title="Mende & Cie", timed=True)
    clock_at("2014-10-09T08:12")
    html = client.get(stage.url).content.decode().replace("\u00a0", " ")
    assert re.findall(r'data-copy-of="([^"]*)"', html) == ["Mende &amp; Cie, jeudi 9 octobre 2014"]
    assert "copie du jeudi 9 octobre 2014 à 8 h 12." in html


@pytest.mark.django_db
def test_stage_without_a_date_is_told_by_its_edition(client):
    stage = StagePageFactory(title="Mende", unknown=True)
    html = client.get(stage.url).content.decode()
    assert f'data-copy-of="Mende, {stage.get_parent().title}"' in html


@pytest.mark.django_db
def test_other_pages_are_not_marked(client):
    stage = StagePageFactory(timed=True)
    pages = [client.get(path).content.decode() for path in ("/", stage.get_parent().url, "/recherche/")]
    assert [page for page in pages if "data-copy-of" in page or "<main" not in page] == []
