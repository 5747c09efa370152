"""Pages fit every width, and say everything without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.flows.pages import FRAMED, PAGES, pages_by_link

pytestmark = pytest.mark.browser

WIDTHS = [320, 360, 768, 1280, 1600]


@pytest.mark.parametrize(
    "path", [*PAGES.values(), *FRAMED.values(), "/nulle-part/"], ids=[*PAGES, *FRAMED, "not found"]
)
def test_page_never_scrolls_sideways(visit, path):
    page = visit(path, status=404 if path == "/nulle-part/" else 200)
    overflowing = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            overflowing[width] = too_wide
    assert overflowing == {}


def test_pages_by_link_never_scroll_sideways(visit):
    overflowing = []
    for name, path in pages_by_link().items():
        page = visit(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                overflowing.append((name, width))
    assert overflowing == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_says_the_same_without_javascript(visit, path):
    def words(page):
        return page.locator("main").inner_text()

    without = visit(path, scripts=False)
    assert without.get_by_role("heading", level=1).is_visible()
    assert words(without) == words(visit(path))


def test_links_work_without_javascript(visit):
    page = visit("/", width=360, scripts=False)
    page.get_by_role("main").get_by_role("link", name="Mende").first.click()
    page.wait_for_url("**/tour-2014/mende/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mende")


def test_scheme_is_chosen_and_remembered(visit):
    page = visit("/", scheme="light")
    background = "getComputedStyle(document.documentElement).colorScheme"
    button = page.get_by_role("button", name="Affichage sombre")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = page.evaluate(background)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    chosen = page.evaluate(background)
    assert chosen != before
    page.reload()
    assert page.evaluate(background) == chosen
