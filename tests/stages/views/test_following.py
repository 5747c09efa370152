"""Following by e-mail, as visitors and mail programs do it."""

import re
from datetime import date

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from stages.forms import following as forms
from stages.models import Delivery, Follow, Subscription
from tests.factories import EditionPageFactory, StagePageFactory, ThemeFactory, publish
from tests.stages.views.marie import MARIE, filled_in, kept, of, personal, ticked, words, words_of

pytestmark = pytest.mark.django_db

SAME_FOR_ALL = "Regardez votre boîte"


@pytest.fixture(autouse=True)
def _no_tries():
    cache.clear()


# --- The form ---------------------------------------------------------------------------------------------------


def test_form_offers_what_is_to_come(client, stage):
    theme = ThemeFactory(name="coworking")
    stage.themes.add(theme)
    stage.save_revision().publish()
    StagePageFactory(exact=True, starts_on=date(2014, 5, 6), title="Passée")
    StagePageFactory(exact=True, cancelled=True, title="Rodez")
    StagePageFactory(draft=True, timed=True, title="Secrète")
    text = words(client, "/suivre/")
    assert "Le Tour entier" in text
    assert "Mende, jeudi 9 octobre 2014 Rodez, jeudi 9 octobre 2014 Étape annulée. Par thème coworking" in text.replace(
        "Par thème Par thème", "Par thème"
    )
    assert "Occitanie" in text
    assert ("Passée" in text, "Secrète" in text) == (False, False)


@pytest.mark.parametrize("way", ["key", "path"])
def test_address_says_which_stage_is_ticked(client, stage, way):
    word = stage.pk if way == "key" else "tour-2014/mende/"
    assert ticked(client.get("/suivre/", {"etape": word})) == [of(stage)]


@pytest.mark.parametrize("way", ["key", "path"])
def test_alias_is_not_offered_and_its_address_ticks_its_original(client, stage, way):
    alias = stage.create_alias(parent=EditionPageFactory(year=2015))
    assert words(client, "/suivre/").count("Mende, jeudi 9 octobre 2014") == 1
    word = alias.pk if way == "key" else "tour-2015/mende/"
    assert ticked(client.get("/suivre/", {"etape": word})) == [of(stage)]


def test_edition_is_its_stages_to_come(client, stage):
    other = StagePageFactory(title="Rodez", parent=stage.get_parent().specific)
    StagePageFactory(exact=True, starts_on=date(2014, 5, 6), parent=stage.get_parent().specific)
    assert sorted(ticked(client.get("/suivre/?edition=tour-2014"))) == sorted([of(stage), of(other)])


@pytest.mark.parametrize("region", ["occitanie", "Occitanie"])
def test_theme_and_region_are_ticked(client, stage, region):
    theme = ThemeFactory(name="coworking", slug="coworking")
    stage.themes.add(theme)
    stage.save_revision().publish()
    found = ticked(client.get("/suivre/", {"theme": "coworking", "region": region}))
    assert found == [f"theme:{theme.pk}", "region:Occitanie"]


@pytest.mark.parametrize(
    "query",
    [
        {"etape": "999999999999999999999999"},
        {"etape": "tour-2014/nulle-part"},
        {"etape": "%"},
        {"etape": "\x00"},
        {"etape": "²"},
        {"theme": "x\x00y"},
        {"region": "Bretagne"},
        {"edition": "tour-1900"},
        {"edition": "é" * 5000},
    ],
)
def test_what_the_address_asks_in_vain_is_said_kindly(client, stage, query):
    response = client.get("/suivre/", query)
    assert (response.status_code, ticked(response)) == (200, [])
    assert ("n’a pas été trouvé" in words_of(response)) == (query != {"etape": "\x00"})


def test_past_stage_is_not_followed(client, stage):
    past = StagePageFactory(exact=True, starts_on=date(2014, 5, 6), title="Lyon")
    assert "L’étape Lyon a eu lieu : elle ne se suit plus." in words(client, f"/suivre/?etape={past.pk}")
    publish(past, status="cancelled")
    assert "L’étape Lyon a été annulée : elle ne se suit plus." in words(client, f"/suivre/?etape={past.pk}")
    publish(past, status="postponed")
    assert "L’étape Lyon ne se suit plus." in words(client, f"/suivre/?etape={past.pk}")
    response = client.post("/suivre/", filled_in(of(past)))
    assert "Un de vos choix n’est plus proposé" in words_of(response)
    assert Subscription.objects.count() == 0


def test_alias_of_a_stage_that_is_past_is_not_said_to_have_taken_place(client, stage):
    past = StagePageFactory(exact=True, published=True, starts_on=date(2014, 5, 6), title="Lyon")
    alias = past.create_alias(parent=EditionPageFactory(year=2015))
    assert "L’étape Lyon ne se suit plus." in words(client, f"/suivre/?etape={alias.pk}")


def test_request_leads_to_a_mail(client, stage):
    response = client.post("/suivre/", filled_in(of(stage), email="  Marie@MENDE.example "), follow=True)

    assert response.redirect_chain == [("/suivre/merci/", 302)]
    assert SAME_FOR_ALL in words_of(response)
    (delivery,) = Delivery.objects.all()
    assert (delivery.kind, delivery.address, delivery.consent.wording) == ("confirmation", MARIE, forms.WORDING)


def test_answer_is_the_same_whoever_follows_already(client, stage, marie):
    answers = []
    for email in (MARIE, "personne@mende.example"):
        for path in ("/suivre/", "/suivre/lien/"):
            response = Client().post(path, filled_in(of(stage), email=email))
            answers.append((path, response.status_code, response.url, response.content, dict(response.cookies)))
    assert answers[:2] == answers[2:]
    assert [delivery.kind for delivery in Delivery.objects.exclude(kind="reminder").order_by("pk")] == [
        "confirmation",
        "access",
        "confirmation",
    ]


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Indiquez votre adresse e-mail."),
        ("marie", forms.NOT_AN_ADDRESS),
        ("marie@mende", forms.NOT_AN_ADDRESS),
        ("root@localhost", forms.NOT_AN_ADDRESS),
        ("marie..@mende.example", forms.NOT_AN_ADDRESS),
        ("marie@-mende.example", forms.NOT_AN_ADDRESS),
        ("hélène@mende.example", forms.NOT_PLAIN),
        ("marie@forêt.example", forms.NOT_PLAIN),
        ('"marie martin"@mende.example', forms.NOT_PLAIN),
        ("marie@[192.0.2.1]", forms.NOT_PLAIN),
        ("marie@mende.example, paul@mende.example", forms.NOT_PLAIN),
        ("marie@mende.example\nBcc: tous@mende.example", forms.NOT_PLAIN),
        ("marie@mende.example\r\nSubject: x", forms.NOT_PLAIN),
        ("=?utf-8?q?paul=40rodez.example?=@mende.example", forms.NOT_PLAIN),
        ("marie\u2028@mende.example", forms.NOT_PLAIN),
        (f"{'m' * 250}@mende.example", "Cette adresse est trop longue"),
        ("m" * 100_000, "Cette adresse est trop longue"),
        ("marie\x00@mende.example", "Le caractère nul"),
    ],
)
def test_address_that_is_none_is_said_next_to_it_and_kept(client, stage, email, said):
    response = client.post("/suivre/", filled_in(of(stage), email=email))

    assert (response.status_code, Subscription.objects.count()) == (200, 0)
    assert said.replace("\u00a0", " ") in words_of(response)
    assert ticked(response) == [of(stage)]
    if email.isascii() and email.isprintable() and '"' not in email and email:
        assert f'value="{email}"' in response.content.decode()


def test_same_line_sent_twice_is_asked_for_once(client, stage, marie):
    client.post("/suivre/", filled_in("tour", "tour", email="paul@mende.example"))
    client.post(personal(marie), {"targets": [of(stage), "tour", "tour"], "moments": []})
    asked = Follow.objects.order_by("pk").values_list("subscription__email", "target")
    assert list(asked) == [(MARIE, of(stage)), ("paul@mende.example", "tour"), (MARIE, "tour")]


def test_nothing_ticked_is_said(client, stage):
    response = client.post("/suivre/", filled_in())
    assert "Cochez au moins une ligne." in words_of(response)
    assert f'value="{MARIE}"' in response.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"site_web": "https://spam.example"},
        {"shown": ""},
        {"shown": "1409558400"},
        {"shown": signing.dumps("x", salt="another")},
    ],
)
@pytest.mark.parametrize(("path", "thanks"), [("/suivre/", "/suivre/merci/"), ("/suivre/lien/", "/suivre/merci/?page")])
def test_robot_is_thanked_and_forgotten(client, stage, marie, path, thanks, change):
    before = kept()
    response = client.post(path, filled_in(of(stage), "tour", **change))
    assert (response.status_code, response.url) == (302, thanks)
    assert kept() == before


def test_thanks_say_what_was_asked_for(client, stage, marie):
    asked = words_of(client.post("/suivre/", filled_in("tour", email="paul@mende.example"), follow=True))
    assert ("vaut sept jours" in asked, "Sans confirmation" in asked, "180 jours" in asked) == (True, True, False)
    lost = words_of(client.post("/suivre/lien/", filled_in(), follow=True))
    assert ("vaut sept jours" in lost, "Sans confirmation" in lost, "180 jours" in lost) == (False, False, True)


def test_form_says_how_long_an_address_is_kept(client, stage):
    said = "trois mois après la fin de l’édition suivie (gardée tant que vous suivez le Tour entier)"
    assert said in words(client, "/suivre/")


@pytest.mark.parametrize("path", ["/suivre/", "/suivre/lien/"])
def test_form_sent_as_soon_as_it_is_shown_is_given_back(client, stage, path, clock_at):
    typed = filled_in(of(stage), seconds=1)
    response = client.post(path, typed)
    assert (response.status_code, response.context["form"].errors["email"]) == (200, [forms.SO_FAST])
    assert f'value="{MARIE}"' in response.content.decode()
    assert Delivery.objects.count() == 0
    clock_at("2014-09-01T10:00:05")
    assert client.post(path, {**typed, "shown": response.context["form"]["shown"].value()}).status_code == 302


def test_trap_is_empty_and_out_of_reach(client, stage):
    html = client.get("/suivre/").content.decode()
    trap = re.search(r'<div class="robot-trap">.*?</div>', html, flags=re.S).group()
    assert ('autocomplete="off"' in trap, 'tabindex="-1"' in trap, "value=" in trap) == (True, True, False)


def test_form_that_was_open_all_day_is_taken(client, stage):
    client.post("/suivre/", filled_in(of(stage), seconds=20 * 60 * 60))
    assert Subscription.objects.count() == 1


def test_place_sends_twenty_forms_an_hour(client, stage):
    for number in range(20):
        client.post("/suivre/", filled_in("tour", email=f"m{number}@mende.example"))
    response = client.post("/suivre/", filled_in("tour", email="paul@mende.example"))

    assert (response.status_code, Subscription.objects.count()) == (429, 20)
    assert "Trop de demandes viennent de votre connexion." in words_of(response)
    assert (ticked(response), 'value="paul@mende.example"' in response.content.decode()) == (["tour"], True)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post("/suivre/", filled_in("tour", email="paul@mende.example"))
    assert (elsewhere.status_code, Subscription.objects.count()) == (302, 21)


def test_connection_is_one_whatever_address_of_its_network_it_takes(client, stage):
    def send(number, place):
        return Client(REMOTE_ADDR=place).post("/suivre/", filled_in("tour", email=f"m{number}@mende.example"))

    for number in range(20):
        send(number, f"2001:db8::{number:x}:1")
    assert [send(20, "2001:db8::ffff:2").status_code, Subscription.objects.count()] == [429, 20]
    assert send(21, "2001:db8:0:1::1").status_code == 302
    for number in range(20):
        send(number, f"::ffff:198.51.100.{number}")
    assert send(22, "::ffff:198.51.100.20").status_code == 302  # IPv4, written as IPv6: each for itself


def test_mailbox_is_not_filled_by_spelling_its_address_otherwise(client, stage):
    spellings = ["marie.m", "m.a.r.i.e.m", "MARIEM", "mariem+1", "marie.m+2", "mariem+x.y", "mariem+7", "ma.riem"]
    answers = [client.post("/suivre/", filled_in("tour", email=f"{name}@mende.example")) for name in spellings]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/suivre/merci/")}
    assert Delivery.objects.count() == 6
    client.post("/suivre/", filled_in("tour", email="mariem@rodez.example"))
    assert Delivery.objects.count() == 7


def test_forms_are_protected(stage, marie):
    browser = Client(enforce_csrf_checks=True)
    for path in ("/suivre/", "/suivre/lien/", personal(marie), f"{personal(marie)}effacer/"):
        assert browser.post(path, filled_in("tour")).status_code == 403
    assert Subscription.objects.get().left_at is None


# --- Ways to it -------------------------------------------------------------------------------------------------


def test_pages_lead_to_the_form_while_there_is_something_to_come(client, stage, clock_at):
    def ways(path):
        return re.findall(r'href="(/suivre/[^"]+)"', client.get(path).content.decode())

    edition = stage.get_parent()
    assert ways(stage.url) == ["/suivre/?etape=/tour-2014/mende/"]
    assert ways(edition.url) == ["/suivre/?edition=tour-2014"]
    assert ways("/calendrier/?region=occitanie&type=urbaine") == ["/suivre/?region=occitanie"]
    for path in ("/suivre/?etape=/tour-2014/mende/", "/suivre/?edition=tour-2014"):
        assert ticked(client.get(path)) == [of(stage)]
    clock_at("2014-10-10T10:00")
    assert (ways(stage.url), ways(edition.url)) == ([], [])


@pytest.mark.parametrize("path", ["/calendrier/", "/tour-2014/", "/tour-2014/mende/"])
def test_pages_that_lead_to_the_form_stay_cacheable(client, stage, path):
    response = client.get(path)
    assert (dict(response.cookies), "csrf" in response.content.decode()) == ({}, False)
