"""Each mail as a mail program shows it: valid, read by everybody, in both colour schemes, on a phone and a desk."""

import json
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.flows.test_accessibility import OPTIONS
from tests.flows.test_html_validity import NU
from tests.stages.emails import every_mail

pytestmark = pytest.mark.browser

#: A mail is shown inside the page of a mail program, whose landmarks those are.
RULES = {**OPTIONS["rules"], "region": {"enabled": False}, "landmark-one-main": {"enabled": False}}


@pytest.fixture
def mails(db, demo_clock_at):
    return every_mail(demo_clock_at)


@pytest.fixture
def window(browser):
    """Return a function that opens the HTML of a mail; the test fails if it asked for anything or ran wider."""
    contexts, asked = [], []

    def show(html, *, width, scheme):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(html)
        return page

    yield show
    for context in contexts:
        context.close()
    assert asked == []


def test_mails_are_valid_html(mails, tmp_path):
    for name, mail in mails.items():
        (tmp_path / f"{name}.html").write_text(mail.html, "utf-8")
    files = sorted(tmp_path.glob("*.html"))
    nu = subprocess.run(
        ["java", "-jar", NU, "--errors-only", "--format", "json", *files], capture_output=True, text=True, check=False
    )
    errors = [
        f"{message.get('url', '').rpartition('/')[2]}: {message['message']} {message.get('extract', '')}"
        for message in json.loads(nu.stderr)["messages"]
    ]
    assert errors == []
    assert len(files) == 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 640])
def test_mails_are_read_by_everybody(mails, window, width, scheme):
    for name, mail in mails.items():
        page = window(mail.html, width=width, scheme=scheme)
        found = Axe().run(page, options={**OPTIONS, "rules": RULES}).response["violations"]
        assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name


def test_buttons_are_found_by_a_thumb(mails, window):
    for name, mail in mails.items():
        page = window(mail.html, width=360, scheme="light")
        buttons = page.locator(".button a").all()
        assert [button.bounding_box()["height"] >= 44 for button in buttons] == [True] * len(buttons), name
        assert [button.bounding_box()["width"] >= 280 for button in buttons] == [True] * len(buttons), name


def test_what_changed_is_side_by_side_or_stacked(mails, window):
    for width, is_beside in ((640, True), (360, False)):
        page = window(mails["changed"].html, width=width, scheme="light")
        then, now = (page.locator(f".{side}").first.bounding_box() for side in ("then", "now"))
        assert (then["y"] == now["y"]) == is_beside
        assert page.locator(".then s").first.inner_text() == "jeudi 9\u00a0octobre 2014"
        assert page.locator(".then").first.inner_text().startswith("Auparavant")


def test_mail_without_its_style_tag_keeps_its_look(mails, window):
    """Some mail programs drop it."""
    html = mails["reminder-ahead"].html
    bare = html[: html.index("<style")] + html[html.index("</style>") + len("</style>") :]
    page = window(bare, width=640, scheme="light")
    assert page.locator(".cap").evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(255, 207, 26)"
    assert page.locator(".preheader").is_hidden()
    assert page.locator(".button a").bounding_box()["height"] >= 44
