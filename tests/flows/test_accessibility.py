"""axe finds nothing on any page type, in either colour scheme (WCAG 2.2 AA and its own best practices)."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.flows.pages import FRAMED, PAGES, pages_by_link, protect

pytestmark = pytest.mark.browser

OPTIONS = {
    "rules": {"target-size": {"enabled": True}},  # off by default in axe, required by WCAG 2.2 AA
    "preload": False,  # the style is on the page: axe need not fetch it again
}


def violations(page):
    """What axe finds, one line an element."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES.values(), *FRAMED.values()], ids=[*PAGES, *FRAMED])
def test_page_has_no_violation(visit, path, scheme):
    assert violations(visit(path, scheme=scheme, policy=False)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_not_found_has_no_violation(visit, scheme):
    assert violations(visit("/nulle-part/", scheme=scheme, status=404, policy=False)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_with_a_password_has_no_violation(visit, scheme):
    protect("/le-tour/")
    page = visit("/le-tour/", scheme=scheme, policy=False)
    assert page.get_by_label("Mot de passe").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stage_under_way_has_no_violation(visit, demo_clock_at, scheme):
    demo_clock_at("2014-10-09T11:30")
    page = visit("/tour-2014/mende/", scheme=scheme, policy=False)
    assert page.locator("[aria-current=true]").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_has_no_violation_on_a_telephone(visit, path):
    assert violations(visit(path, width=360, policy=False)) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_pages_by_link_have_no_violation(visit, width, scheme):
    found = {}
    for name, path in pages_by_link().items():
        page = visit(path, width=width, scheme=scheme, policy=False)
        if complaints := violations(page):
            found[name] = complaints
    assert found == {}
