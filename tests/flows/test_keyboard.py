"""The site by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.flows.pages import PAGES

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const shown = (element.closest("article") ?? element).getBoundingClientRect(); // a card shows the focus of its link
    return {
        name: element.getAttribute("aria-label") || element.innerText?.trim() || element.getAttribute("name") || "",
        tag: element.tagName.toLowerCase(),
        id: element.id,
        kind: [element, element.parentElement, element.parentElement?.parentElement].map(
            (one) => `${one?.tagName}.${one?.getAttribute("class")}`
        ).join(" < "),
        box: {x: shown.x, y: shown.y, width: shown.width, height: shown.height},
        isOnScreen: box.width > 0 && box.height > 0 && box.left >= 0 && box.top > -1 && box.bottom < innerHeight + 1,
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
    expect(page.locator("#contenu")).to_be_focused()


def around(page, box):
    """What the screen shows of an element and what surrounds it."""
    size = page.viewport_size
    left, top = max(0, box["x"] - 12), max(0, box["y"] - 12)
    right = min(size["width"], box["x"] + box["width"] + 12)
    bottom = min(size["height"], box["y"] + box["height"] + 12)
    return page.screenshot(clip={"x": left, "y": top, "width": right - left, "height": bottom - top})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_focus_is_seen_on_every_kind_of_element(visit, path, scheme):
    page = visit(path, scheme=scheme)
    kinds, unseen, walked = set(), [], 0
    while (focused := tab(page))["tag"] != "body" and walked < 300:
        walked += 1
        if not focused["isOnScreen"]:
            unseen.append(f"{focused['name']} is off the screen")
        if focused["kind"] in kinds:
            continue
        kinds.add(focused["kind"])
        with_focus = around(page, focused["box"])
        page.evaluate("document.activeElement.blur()")  # the next Tab goes on from there
        if around(page, focused["box"]) == with_focus:
            unseen.append(f"{focused['name']} looks the same: {focused['kind']}")
    assert unseen == []
    assert 5 < walked < 300


def test_menu_is_walked_in_its_order_and_followed(visit):
    page = visit("/")
    entries = page.locator(".main-nav a").all_inner_texts()
    walked = [tab(page)["name"]]
    while walked[-1] != entries[0]:
        walked.append(tab(page)["name"])
    assert [entries[0], *(tab(page)["name"] for _ in entries[1:])] == entries
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".main-nav [aria-current=page]")).to_have_text(entries[-1])


def test_search_by_keyboard(visit):
    page = visit("/", width=1440)
    assert "q" in (tab(page)["name"] for _ in range(30))
    page.keyboard.type("zevillage")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("main").get_by_role("link", name="Zevillage").count() > 0
