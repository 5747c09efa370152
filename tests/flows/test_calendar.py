"""The calendar in a browser: filters without a reload, the way back, the keyboard; the Tour on another site."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def loaded_once(page):
    """Put a mark in the page that a reload would lose; return a function that says whether it is still there."""
    page.evaluate("window.marked = true")
    return lambda: page.evaluate("window.marked === true")


def expect_titles(page, *titles):
    expect(page.locator("#calendrier .agenda-row__title")).to_have_text(titles)


def expect_count(page, count):
    expect(page.locator("#calendrier .agenda-row__title")).to_have_count(count)


def test_filter_applies_without_a_reload_and_the_address_follows(visit):
    page = visit("/calendrier/")
    stays = loaded_once(page)
    expect_count(page, 16)

    page.get_by_label("Type d’étape").focus()
    page.get_by_label("Type d’étape").select_option("rurale")
    page.wait_for_url("**/calendrier/?type=rurale")
    expect_titles(page, "Mende")
    expect(page.locator("#calendrier-statut")).to_have_text("1 étape sur 16")
    expect(page.locator("#calendrier-type")).to_be_focused()

    page.get_by_role("link", name="Mois", exact=True).click()
    page.wait_for_url("**/calendrier/?vue=mois&type=rurale")
    expect(page.get_by_role("table", name="Octobre 2014").get_by_role("link", name="Mende")).to_be_visible()

    page.get_by_role("link", name="Retirer Type d’étape").click()
    page.wait_for_url("**/calendrier/?vue=mois")
    assert stays()

    page.go_back()
    page.wait_for_url("**/calendrier/?vue=mois&type=rurale")
    page.get_by_role("link", name="Retirer Type d’étape").wait_for()
    page.go_back()
    page.wait_for_url("**/calendrier/?type=rurale")
    expect_titles(page, "Mende")
    page.go_back()
    page.wait_for_url("**/calendrier/")
    expect_count(page, 16)


def test_text_is_sought_while_it_is_typed(visit):
    page = visit("/calendrier/")
    stays = loaded_once(page)
    page.get_by_label("Rechercher une étape").press_sequentially("lozere")
    page.wait_for_url("**/calendrier/?q=lozere")
    expect_titles(page, "Mende")
    expect(page.locator("#calendrier-texte")).to_be_focused()
    assert stays()


def test_filters_are_a_form_without_javascript(visit):
    page = visit("/calendrier/?vue=mois", scripts=False)
    page.get_by_label("Type d’étape").select_option("rurale")
    page.get_by_role("button", name="Appliquer").click()
    page.wait_for_url("**/calendrier/?vue=mois&type=rurale")
    page.get_by_role("link", name="Carte", exact=True).click()
    page.wait_for_url("**/calendrier/?vue=carte&type=rurale")
    expect_titles(page, "Mende")


def test_address_of_a_filter_opens_it(visit):
    page = visit("/calendrier/?edition=tour-2014&quand=passees")
    assert page.get_by_label("Édition").input_value() == "tour-2014"
    expect_count(page, 4)


def test_month_is_walked_by_keyboard(visit):
    page = visit("/calendrier/?vue=mois&mois=2014-09")
    page.get_by_role("link", name="Octobre 2014 →", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendrier/?vue=mois&mois=2014-10")
    page.get_by_role("table", name="Octobre 2014").wait_for()
    expect(page.locator("#mois-apres")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").endswith("Mende")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tour-2014/mende/")


@pytest.mark.parametrize("width", [360, 1280])
def test_criteria_are_folded_on_a_telephone_only(visit, width):
    page = visit("/calendrier/", width=width)
    expect(page.get_by_label("Région")).to_be_visible(visible=width == 1280)
    page.get_by_text("Plus de critères").click()
    expect(page.get_by_label("Région")).to_be_visible(visible=width == 360)


def test_criteria_in_force_leave_a_telephone_to_the_stages_and_stay_unfolded_while_chosen(visit):
    page = visit("/calendrier/?edition=tour-2014", width=360)
    assert page.get_by_role("link", name="Retirer Édition").is_visible()
    expect(page.get_by_label("Région")).to_be_hidden()
    page.get_by_text("Plus de critères").click()
    page.get_by_label("Type d’étape").select_option("rurale")
    page.get_by_role("link", name="Retirer Type d’étape").wait_for()
    expect(page.get_by_label("Région")).to_be_visible()


class HostPage(BaseHTTPRequestHandler):
    """A partner's own page, at another origin, with what it copied from ours."""

    def __init__(self, html, *args):
        self.html = html
        super().__init__(*args)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.html.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere():
    """Return a function: serve a page at an origin of its own, and give its address."""
    servers = []

    def serve(html):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(HostPage, html))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://localhost:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_tour_is_shown_on_another_site(browser, live_site, elsewhere):
    address = elsewhere(
        f'<!doctype html><title>Partenaire</title><iframe src="{live_site}/calendrier/widget/?type=rurale" '
        f'title="Le Tour" width="500" height="100"></iframe>'
        f'<script src="{live_site}/static/js/embed.js" async></script>'
        f'<iframe src="{live_site}/calendrier/" title="Le calendrier" id="refuse"></iframe>'
    )
    context = browser.new_context()
    page = context.new_page()
    # The rest of the site is not shown in others' frames.
    with page.expect_console_message(
        lambda message: "frame-ancestors" in message.text and f"{live_site}/" in message.text
    ):
        page.goto(address)
    widget = page.frame_locator("iframe[title='Le Tour']")
    widget.get_by_role("link", name="Mende").wait_for()
    # The optional script gives the frame the height of what it shows.
    page.wait_for_function("document.querySelector('iframe').height > 200")
    assert context.cookies() == []
    context.close()
