"""The site by keyboard alone."""

import pytest

from tests.flows.pages import PAGES

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
        name: element.innerText?.trim() || element.getAttribute("aria-label") || element.getAttribute("name") || "",
        tag: element.tagName.toLowerCase(),
        id: element.id,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        isOnScreen: box.width > 0 && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0,
    };
}"""


def tab(page):
    """Go to the next element; return what is focused."""
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_skip_link_comes_first_and_leads_to_the_content(visit, path):
    page = visit(path)
    focused = tab(page)
    assert (focused["name"], focused["isOnScreen"]) == ("Aller au contenu", True)
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["id"] == "contenu"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_focus_is_seen_on_every_element(visit, path, scheme):
    page = visit(path, scheme=scheme)
    seen = []
    while (focused := tab(page))["tag"] != "body" and len(seen) < 300:
        seen.append(focused)
    assert [element for element in seen if element["outline"] < 2 or not element["isOnScreen"]] == []
    assert 5 < len(seen) < 300


def test_menu_is_walked_in_its_order_and_followed(visit):
    page = visit("/")
    entries = page.locator(".main-nav a").all_inner_texts()
    walked = [tab(page)["name"]]
    while walked[-1] != entries[0]:
        walked.append(tab(page)["name"])
    assert [entries[0], *(tab(page)["name"] for _ in entries[1:])] == entries
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".main-nav [aria-current=page]").inner_text() == entries[-1]


def test_search_by_keyboard(visit):
    page = visit("/")
    while tab(page)["name"] != "q":
        pass
    page.keyboard.type("zevillage")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("main").get_by_role("link", name="Zevillage").count() > 0
