"""A mail of the demonstration, opened in Chromium: its page runs nothing and asks nobody, and its links work."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from playwright.sync_api import expect

from home import mailbox
from tests.flows.test_accessibility import violations

pytestmark = pytest.mark.browser

HTML = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Mende</title></head>
<body><p>Bonjour, <a href="{site}/lieux/">voici les lieux</a>.</p></body></html>
"""


@pytest.fixture
def address(live_site, settings, tmp_path):
    """Where the mailbox shows a mail that has a page, a calendar file and a long word."""
    settings.TOUR_MAILBOX = tmp_path / "mailbox"
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = "L’étape de Mende", "camille@exemple.fr", "tour@tour.example"
    mail["List-Unsubscribe"] = f"<{live_site}/{'a' * 300}/>"
    mail.set_content(f"Bonjour, voici le calendrier : {live_site}/calendrier/\n{'b' * 300}\n")
    mail.add_alternative(HTML.format(site=live_site), subtype="html")
    mail.add_attachment("BEGIN:VCALENDAR\n", subtype="calendar", filename=f"{'c' * 80}.ics")
    mailbox.keep(mail.as_bytes(policy=SMTP), recipients=["camille@exemple.fr"])
    return f"/boite-aux-lettres/{mailbox.find()[0]}/"


@pytest.mark.parametrize("scripts", [True, False])
def test_link_of_a_mail_leaves_its_frame(visit, address, scripts):
    page = visit(address, scripts=scripts)
    page.wait_for_load_state("networkidle")  # the frame is there
    # By keyboard: what looks into the frame would run a script there, which it refuses.
    page.get_by_role("link", name="Le courriel entier").focus()
    page.keyboard.press("Tab")
    expect(page.locator("iframe")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lieux/", timeout=10_000)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_fits_and_has_no_violation(visit, address, width, scheme):
    page = visit(address, width=width, scheme=scheme, policy=False)
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(too_wide) <= 0
    assert violations(page) == []
    page.goto("/boite-aux-lettres/")
    assert page.evaluate(too_wide) <= 0
    assert violations(page) == []
