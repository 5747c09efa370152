"""A stage on paper."""

import re

import pytest

pytestmark = pytest.mark.browser

#: What the margins of static/css/print.css leave of A4, in CSS pixels (96 an inch).
WIDTH, HEIGHT = (round((side - margins) / 25.4 * 96) for side, margins in ((210, 30), (297, 32)))


def test_stage_is_printed_on_four_sheets_of_a4(visit):
    printed = visit("/tour-2014/mende/").pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/Type\s*/Page\b", printed)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert 2 <= len(sheets) <= 4
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}  # points


def test_programme_ends_on_the_second_sheet(visit):
    page = visit("/tour-2014/mende/", width=WIDTH, height=HEIGHT)
    page.emulate_media(media="print")
    programme = page.locator(".programme")
    box = programme.bounding_box()
    assert HEIGHT < box["y"] + box["height"] < 2 * HEIGHT
    assert programme.locator("li.stop").first.inner_text().replace("\u00a0", " ").startswith("8 h 30")
    assert programme.get_by_role("heading", name="Restitution des ateliers et apéritif convivial").is_visible()
    hidden = [page.locator(name) for name in (".site-header", ".site-footer", "form", ".demo-banner", ".copy-banner")]
    assert [place.first.is_visible() for place in hidden] == [False] * len(hidden)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
