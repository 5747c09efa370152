"""Stages are read without network once they were opened."""

import pytest
from playwright.sync_api import expect

from stages.models import StagePage
from tests.flows.pages import protect
from tests.flows.test_accessibility import violations

pytestmark = pytest.mark.browser

STAGE, OTHER = "/tour-2014/mende/", "/tour-2014/saint-etienne/"

#: The paths of the pages that are kept, in the order in which they were.
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("copie:"));
    return names.map((name) => name.slice("copie:".length));
}"""

#: Whether the copy of a page is whole: the page and its files.
IS_KEPT = """async (path) => {
    if (!(await caches.has(`copie:${path}`))) return false;
    const files = (await (await caches.open(`copie:${path}`)).keys()).map(({ url }) => new URL(url).pathname);
    const wanted = [path, ...Array.from(document.styleSheets, ({ href }) => new URL(href).pathname)];
    return wanted.every((file) => files.includes(file)) && files.some((file) => file.endsWith(".woff2"));
}"""

#: Whether the copy of a page has these words.
IS_SAID = """async ([path, words]) => (await (await caches.match(path)).text()).includes(words)"""


def wait_until(page, question, argument=None):
    """Wait until an asynchronous function answers true in the page; Playwright's own wait does not await."""
    page.evaluate(
        f"""async (argument) => {{
            const ask = {question};
            for (const deadline = performance.now() + 10000; !(await ask(argument)); ) {{
                if (performance.now() > deadline) throw new Error("It never was.");
                await new Promise((ask_again) => setTimeout(ask_again, 50)); // a page that is not painted has no frames
            }}
        }}""",
        argument,
    )


def wait_until_kept(page, path):
    wait_until(page, IS_KEPT, path)


@pytest.fixture
def opened(visit, demo_clock_at):
    """The stage of Mende, opened and kept at 8 h 12 on its day."""
    demo_clock_at("2014-10-09T08:12:01")
    page = visit(STAGE, worker=True)
    wait_until_kept(page, STAGE)
    return page


def test_stage_is_read_without_network(opened):
    lines = opened.locator(".stop__time, .stop__title")
    online = lines.all_inner_texts()
    ground = "getComputedStyle(document.querySelector('.facts-panel')).borderRadius"
    style = opened.evaluate(ground)
    assert not opened.get_by_role("status").is_visible()

    opened.context.set_offline(True)
    opened.reload()

    banner = opened.get_by_role("status")
    assert banner.inner_text().replace("\u00a0", " ") == (
        "Hors ligne : copie du jeudi 9 octobre 2014 à 8 h 12. Le programme a pu changer depuis."
        " La recherche et les formulaires reviendront avec le réseau."
    )
    assert banner.bounding_box()["y"] == 0
    assert lines.all_inner_texts() == online
    assert any(line.startswith("9\u00a0h\u00a015\n") for line in online)
    assert opened.evaluate(ground) == style != "0px"
    assert opened.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Figtree'))")


def test_copy_offers_nothing_that_needs_the_network(opened):
    assert opened.locator("form[role=search]").count() == 1
    opened.context.set_offline(True)
    opened.goto(f"{STAGE}?from=mail")
    assert opened.locator("form, input").count() == 0
    for width in (360, 1280):
        opened.set_viewport_size({"width": width, "height": 900})
        assert [link.inner_text() for link in opened.get_by_role("link", name="Recherche").all()] == []
    expect(opened.get_by_role("status")).to_be_visible()


def test_copy_does_not_say_what_is_on_now(visit, demo_clock_at):
    demo_clock_at("2014-10-09T11:30")
    page = visit(STAGE, worker=True)
    wait_until_kept(page, STAGE)
    marks = [page.get_by_text(words, exact=True) for words in ("En ce moment", "Ensuite", "En cours")]
    ground = "getComputedStyle(document.querySelector('.stop--now .stop__body')).backgroundColor"
    assert [mark.first.is_visible() for mark in marks] == [True] * 3
    assert page.evaluate(ground) == "rgb(255, 207, 26)"
    page.context.set_offline(True)
    page.reload()
    assert [mark.first.is_visible() for mark in marks] == [False] * 3
    assert page.evaluate(ground) == "rgba(0, 0, 0, 0)"


def test_page_never_opened_leads_to_those_that_were(opened):
    opened.context.set_offline(True)
    opened.goto("/partenaires/")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Vous êtes hors ligne")
    links = opened.get_by_role("main").get_by_role("link")
    assert [link.inner_text().replace("\u00a0", " ") for link in links.all()] == ["Mende, jeudi 9 octobre 2014"]
    links.click()
    opened.wait_for_url(f"**{STAGE}")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Mende")


def test_nothing_kept_is_said(visit):
    page = visit("/", worker=True)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto(STAGE)
    assert page.get_by_role("main").get_by_role("listitem").inner_text().startswith("Rien pour l’instant.")


def test_fresh_page_comes_back_with_the_network(opened):
    opened.context.set_offline(True)
    opened.reload()
    stage = StagePage.objects.get(slug="mende")
    stage.summary = "La salle a changé."
    stage.save_revision().publish()
    assert opened.get_by_text("La salle a changé.").count() == 0
    # Nobody touches the page.
    opened.context.set_offline(False)
    opened.get_by_text("La salle a changé.").first.wait_for()
    expect(opened.get_by_role("status")).to_be_hidden()
    # And the copy is the new one.
    wait_until(opened, IS_SAID, [STAGE, "La salle a changé."])


def test_only_open_stages_are_kept(opened, client, live_site):
    """Neither other pages, nor the admin, nor what needs a password; a stage that needs one is no longer kept."""
    opened.goto(OTHER)
    wait_until_kept(opened, OTHER)
    protect(STAGE)
    for path in ("/", "/recherche/", "/le-tour/", "/admin/login/", "/tour-2014/mende", STAGE):
        opened.goto(path)
    wait_until(opened, f"async () => String(await ({KEPT})()) === '{OTHER}'")

    # With the password too.
    opened.get_by_label("Mot de passe").fill("secret")
    opened.get_by_role("button", name="Ouvrir la page").click()
    opened.get_by_role("heading", name="Mende", level=1).wait_for()
    opened.goto(OTHER)
    assert opened.evaluate(KEPT) == [OTHER]
    addresses = opened.evaluate(
        """async () => {
            const stored = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
            const requests = await Promise.all(stored.map((cache) => cache.keys()));
            return requests.flat().map(({ url }) => new URL(url).pathname);
        }"""
    )
    assert {path for path in addresses if not path.startswith("/static/")} == {OTHER, "/hors-ligne/"}


def test_copies_are_bounded_and_the_oldest_go(visit, db):
    page = visit("/", worker=True)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(
        """async () => {
            for (let number = 1; number <= 31; number++) {
                const cache = await caches.open(`copie:/${number}/`);
                await cache.put(`/${number}/`, new Response("<html>"));
            }
        }"""
    )
    page.goto(STAGE)
    wait_until_kept(page, STAGE)
    wait_until(page, f"async () => (await ({KEPT})()).length === 30")
    assert page.evaluate(KEPT) == [*(f"/{number}/" for number in range(3, 32)), STAGE]


def test_network_that_hangs_gives_way_to_the_copy(opened):
    opened.context.route(f"**{STAGE}", lambda route: None)
    opened.goto(STAGE)
    expect(opened.get_by_role("status")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [STAGE, "/partenaires/"], ids=["copy", "offline page"])
def test_what_is_read_without_network_has_no_violation(visit, path, scheme):
    page = visit(STAGE, scheme=scheme, policy=False, worker=True)
    wait_until_kept(page, STAGE)
    page.context.set_offline(True)
    page.goto(path)
    assert page.locator("html[data-copy]").count() == 1
    assert violations(page) == []
