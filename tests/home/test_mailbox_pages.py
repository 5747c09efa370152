"""The pages of the demonstration's mailbox."""

import re
from email.message import EmailMessage
from email.policy import SMTP as CRLF

import pytest

from home import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(settings, tmp_path, home):
    settings.TOUR_MAILBOX = tmp_path / "mailbox"


def put(subject="L’étape", *, to="camille@exemple.fr", html="", attached=()):
    """Put a mail into the mailbox; return the address of its page."""
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = subject, to, "tour@tour.example"
    mail["List-Unsubscribe"] = "<https://tour.example/non/>"
    mail.set_content("Ouvrez https://tour.example/oui/ <b>vite</b>\n")
    if html:
        mail.add_alternative(html, subtype="html")
    for name, kind in attached:
        mail.add_attachment("contenu\n", subtype=kind, filename=name)
    mailbox.keep(mail.as_bytes(policy=CRLF), recipients=[to])
    return f"/boite-aux-lettres/{mailbox.find()[0]}/"


def subjects(html):
    return re.findall(r'letter-row__subject"><a href="[^"]+">([^<]+)', html)


@pytest.mark.parametrize("path", ["", "cle/", "cle/html/", "cle/source/", "cle/piece-jointe/1/"])
def test_mailbox_does_not_exist_where_none_is_set(client, settings, path):
    address = put(html="<p>x</p>", attached=[("a.ics", "calendar")])
    path = path.replace("cle/", address.removeprefix("/boite-aux-lettres/"))
    assert client.get(f"/boite-aux-lettres/{path}").status_code == 200
    settings.TOUR_MAILBOX = None
    assert client.get(f"/boite-aux-lettres/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "html/", "source/", "piece-jointe/1/"])
@pytest.mark.parametrize("key", ["absent", "..%2Fport", "%2E%2E", "%00", "..\\port"])
def test_mail_that_is_not_there_is_not_found(client, key, path):
    put()
    assert client.get(f"/boite-aux-lettres/{key}/{path}").status_code == 404


def test_mailbox_without_mail_says_so(client):
    html = client.get("/boite-aux-lettres/").content.decode()
    assert "Aucun courriel n’est encore arrivé" in html
    assert "tout le monde peut les lire" in html


@pytest.mark.parametrize("count", [1, 3])
def test_list_is_newest_first(client, count, django_assert_num_queries):
    for number in range(count):
        put(f"Courriel {number}", attached=[("a.ics", "calendar")])
    client.get("/boite-aux-lettres/")  # keeps the site and the types in memory
    with django_assert_num_queries(2):
        answer = client.get("/boite-aux-lettres/")
    html = answer.content.decode()
    assert subjects(html) == [f"Courriel {number}" for number in reversed(range(count))]
    assert html.count("1 pièce jointe") == count
    assert '<meta name="robots" content="noindex">' in html
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex", True)


def test_list_goes_on_on_a_second_page(client):
    for number in range(21):
        put(f"Courriel {number}")
    assert subjects(client.get("/boite-aux-lettres/?page=2").content.decode()) == ["Courriel 0"]
    assert subjects(client.get("/boite-aux-lettres/?page=x").content.decode())[0] == "Courriel 20"


def test_search_keeps_what_was_typed(client):
    put("à Camille")
    put("à Jean", to="jean@exemple.fr")
    html = client.get("/boite-aux-lettres/", {"q": " Jean@"}).content.decode()
    assert subjects(html) == ["à Jean"]
    assert 'value="Jean@"' in html
    assert "pour cette adresse" in client.get("/boite-aux-lettres/?q=%00<x>").content.decode()


def test_mail_is_shown_with_its_links_and_its_neighbours(client):
    older, address, newer = put("Avant"), put("Pendant"), put("Après")
    html = client.get(address).content.decode()
    assert '<h1 class="letter__subject">Pendant</h1>' in html
    assert '<a href="https://tour.example/oui/" rel="nofollow">https://tour.example/oui/</a> &lt;b&gt;vite' in html
    assert '<a href="https://tour.example/non/" rel="nofollow">' in html
    assert f'<a href="{newer}" rel="prev">' in html
    assert f'href="{older}" rel="next">' in html
    assert "<iframe" not in html


def test_page_of_a_mail_runs_nothing_and_asks_nobody(client):
    address = put(html="<html><head lang=fr><title>x</title></head><script>alert(1)</script></html>")
    shown, page = client.get(address), client.get(f"{address}html/")
    sandbox = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    assert f'src="{address}html/" sandbox="{sandbox}"' in shown.content.decode()
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    assert page["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors 'self'; sandbox {sandbox}"
    )
    assert page.content.decode().startswith('<html><head lang=fr><base target="_top"><title>x')


def test_page_of_a_mail_without_head_has_its_links_leave_the_frame(client):
    page = client.get(f"{put(html='<p>é</p>')}html/").content.decode()
    assert page.strip() == '<base target="_top"><p>é</p>'


def test_mail_without_page_has_none(client):
    assert client.get(f"{put()}html/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "told"),
    [("calendar", "text/calendar; charset=utf-8"), ("html", "application/octet-stream")],
)
def test_attachment_is_downloaded(client, kind, told):
    answer = client.get(f"{put(attached=[('étape.x', kind)])}piece-jointe/1/")
    assert answer.content.decode().strip() == "contenu"
    assert answer["Content-Type"] == told
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9tape.x"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_attachment_that_is_not_there_is_not_found(client, number):
    assert client.get(f"{put(attached=[('a.ics', 'calendar')])}piece-jointe/{number}/").status_code == 404


def test_source_is_downloaded(client):
    answer = client.get(f"{put()}source/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"Delivered-To: camille@exemple.fr\n" in answer.content


@pytest.mark.parametrize(("start", "shown"), [("2014-10-01T09:00", 1), ("", 0)])
def test_banner_of_a_demonstration_leads_to_the_mails(client, settings, start, shown):
    settings.TOUR_CLOCK_START = start
    link = '<a href="/boite-aux-lettres/">Lire les courriels envoyés</a>'
    assert client.get("/").content.decode().count(link) == shown
    settings.TOUR_MAILBOX = None
    assert link not in client.get("/").content.decode()
