"""The Nu HTML checker finds no error on any page type. It starts slowly: all pages go to it at once."""

import json
import subprocess

import pytest
from django.conf import settings
from django.shortcuts import render
from wagtail.models import get_page_models

from tests.flows.pages import FRAMED, PAGES, pages_by_link, protect
from tour.models import BasePage

pytestmark = pytest.mark.browser

NU = settings.BASE_DIR / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_every_page_type_is_looked_at(db, client):
    """A page type that is added must be added to PAGES."""
    shown = {type(client.get(path).context.get("page")) for path in PAGES.values()}
    assert {model for model in get_page_models() if model is not BasePage} <= shown


def test_pages_are_valid_html(db, client, rf, demo_clock_at, tmp_path):
    by_link = pages_by_link()
    for name, path in {**PAGES, **FRAMED, **by_link}.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(path).content)
    demo_clock_at("2014-10-09T11:30")
    (tmp_path / "stage under way.html").write_bytes(client.get("/tour-2014/mende/").content)
    (tmp_path / "404.html").write_bytes(client.get("/nulle-part/").content)
    protect("/le-tour/")
    (tmp_path / "with a password.html").write_bytes(client.get("/le-tour/").content)
    for name in ("403_csrf.html", "500.html", "offline.html"):
        (tmp_path / name).write_bytes(render(rf.get("/"), name).content)
    checked = sorted(tmp_path.glob("*.html"))
    nu = subprocess.run(
        ["java", "-jar", NU, "--errors-only", "--format", "json", *checked], capture_output=True, text=True, check=False
    )
    errors = [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine')}: {message['message']}"
        f" {message.get('extract', '')}"
        for message in json.loads(nu.stderr)["messages"]
    ]
    assert errors == []
    assert len(checked) == len(PAGES) + len(FRAMED) + len(by_link) + 6
