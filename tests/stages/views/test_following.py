"""Following by e-mail, as visitors and mail programs do it."""

import json
import random
import re
from datetime import date

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils.html import strip_tags

from stages.domain import follow_links, following
from stages.forms import following as forms
from stages.models import Consent, Delivery, Follow, Subscription
from tests.factories import StagePageFactory, SubscriptionFactory, ThemeFactory
from tour import clock
from tour.addresses import base_url

pytestmark = pytest.mark.django_db

MARIE = "marie@mende.example"
SAME_FOR_ALL = "Regardez votre boîte"


@pytest.fixture
def stage(home, clock_at):
    """Mende, on 9 October 2014 from 9 to 18 h; it is 1 September."""
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende", slug="mende")


@pytest.fixture(autouse=True)
def _no_tries():
    cache.clear()


@pytest.fixture
def marie(stage):
    following.ask(email=MARIE, targets=[of(stage)], page="/suivre/", wording="Je demande…", ip="")
    following.confirm(Consent.objects.get())
    return Subscription.objects.get()


@pytest.fixture
def request_of_marie(stage):
    following.ask(email=MARIE, targets=[of(stage)], page="/suivre/", wording="Je demande…", ip="")
    return Consent.objects.get()


def of(stage):
    return f"stage:{stage.pk}"


def confirmation(consent):
    return follow_links.confirmation_url(consent).removeprefix(base_url())


def personal(subscription):
    return follow_links.access_path(subscription)


def leaving(subscription):
    return follow_links.leaving_path(subscription)


def words_of(response):
    html = response.content.decode()
    return " ".join(strip_tags(html[html.index("<main") : html.index("</main>")]).split()).replace("\u00a0", " ")


def words(client, path):
    return words_of(client.get(path))


def filled_in(*targets, email=MARIE, seconds=30, **others):
    """What a browser sends of a form that was shown ``seconds`` ago."""
    shown = signing.dumps(clock.now().timestamp() - seconds, salt=forms.SHOWN)
    return {"email": email, "targets": targets, "site_web": "", "shown": shown, **others}


def ticked(response):
    return re.findall(r'value="([^"]+)"[^>]* checked', response.content.decode())


def kept():
    return {model: list(model.objects.values()) for model in (Subscription, Consent, Follow, Delivery)}


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
    response = client.post("/suivre/", filled_in(of(past)))
    assert "Un de vos choix n’est plus proposé" in words_of(response)
    assert Subscription.objects.count() == 0


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
        {"seconds": 1},
        {"site_web": "https://spam.example"},
        {"shown": ""},
        {"shown": "1409558400"},
        {"shown": signing.dumps("x", salt="another")},
    ],
)
@pytest.mark.parametrize("path", ["/suivre/", "/suivre/lien/"])
def test_robot_is_thanked_and_forgotten(client, stage, marie, path, change):
    before = kept()
    response = client.post(path, filled_in(of(stage), "tour", **change))
    assert (response.status_code, response.url) == (302, "/suivre/merci/")
    assert kept() == before


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


# --- The link that confirms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_links_changes_nothing(client, stage, marie, method):
    following.ask(email="paul@mende.example", targets=["tour"], page="/suivre/", wording="Je demande…", ip="")
    consent = Consent.objects.get(confirmed_at=None)
    before = kept()
    for path in (confirmation(consent), personal(marie), leaving(marie), f"{personal(marie)}effacer/"):
        assert getattr(client, method)(path).status_code == 200
    assert kept() == before


def test_page_says_what_will_come_and_when(client, request_of_marie):
    text = words(client, confirmation(request_of_marie))
    assert "L’adresse m…@mende.example demande à suivre : l’étape Mende" in text
    assert (
        "Jeudi 2 octobre 2014 à 9 h : une semaine avant Mende "
        "Mercredi 8 octobre 2014 à 17 h : la veille de l’étape Mende "
        "Jeudi 9 octobre 2014 à 7 h : le jour de l’étape Mende "
        "Dimanche 12 octobre 2014 à 9 h : au plus tôt, la restitution de l’étape Mende, une fois en ligne"
    ) in text
    assert Follow.objects.confirmed().count() == 0


def test_button_confirms_and_says_so_again(client, request_of_marie):
    path = confirmation(request_of_marie)
    for _ in range(2):
        assert client.post(path).url == path
    text = words(client, path)
    assert "C’est confirmé Vous suivez : l’étape Mende Ce que vous recevrez" in text
    assert "/suivre/ma-page/" in client.get(path).content.decode()
    assert Subscription.objects.active().count() == 1


def test_link_too_old_says_what_to_do(client, request_of_marie, clock_at):
    path = confirmation(request_of_marie)
    clock_at("2014-09-08T10:01")
    response = client.get(path)
    assert (response.status_code, client.post(path).status_code) == (410, 410)
    assert "Ce lien ne vaut plus" in words_of(response)
    assert 'href="/suivre/"' in response.content.decode()
    assert Follow.objects.confirmed().count() == 0


def test_link_of_a_request_that_was_withdrawn_is_past(client, marie):
    path = confirmation(Consent.objects.get())
    following.leave(marie)
    assert (client.get(path).status_code, client.post(path).status_code) == (410, 410)
    assert Subscription.objects.active().count() == 0


# --- The personal page ------------------------------------------------------------------------------------------


def test_personal_page_shows_what_is_followed(client, marie, stage):
    response = client.get(personal(marie))
    assert ticked(response) == [of(stage), "ahead", "eve", "morning", "after", "changes"]
    assert "Jeudi 2 octobre 2014 à 9 h : une semaine avant Mende" in words_of(response)


def test_personal_page_changes_what_is_followed_and_when(client, marie):
    response = client.post(personal(marie), {"targets": ["tour"], "moments": ["eve", "changes"]}, follow=True)
    assert "C’est enregistré." in words_of(response)
    assert (ticked(response), Subscription.objects.get().declined) == (
        ["tour", "eve", "changes"],
        ["ahead", "morning", "after"],
    )
    assert Consent.objects.first().page == "/suivre/ma-page/"


def test_personal_page_keeps_what_it_refuses(client, marie, stage):
    response = client.post(personal(marie), {"targets": ["stage:0"], "moments": ["noon"]})
    assert "Un de vos choix n’est plus proposé" in words_of(response)
    response = client.post(personal(marie), {"moments": ["eve"]})
    said = "Cochez au moins une ligne. Pour tout arrêter, utilisez plus bas le bouton « Ne plus rien recevoir »."
    assert (said in words_of(response), ticked(response)) == (True, ["eve"])
    assert [follow.target for follow in Follow.objects.all()] == [of(stage)]


def test_stage_that_is_over_stays_where_it_is_followed(client, marie, stage, clock_at):
    clock_at("2014-10-10T10:00")
    response = client.get(personal(marie))
    assert ticked(response)[0] == of(stage)
    assert "Suivi jusqu’ici L’étape Mende" in words_of(response)


def test_pause_and_resume_by_a_button(client, marie):
    response = client.post(personal(marie), {"deed": "pause"}, follow=True)
    assert "Vos messages sont en pause depuis le 1er septembre 2014." in words_of(response)
    assert "Ce que je recevrais sans la pause" in words_of(response)
    response = client.post(personal(marie), {"deed": "resume"}, follow=True)
    assert "Ce que je recevrai " in words_of(response)
    assert Subscription.objects.active().count() == 1


def test_personal_page_of_who_left_gives_their_data_alone(client, marie):
    following.leave(marie)
    path = personal(marie)
    text = words(client, path)
    assert ("Vous ne suivez plus rien" in text, "Enregistrer" in text, "Effacer mes données" in text) == (
        True,
        False,
        True,
    )
    client.post(path, {"targets": ["tour"], "moments": []})
    assert Follow.objects.count() == 0


def test_data_are_given_as_a_file(client, marie):
    response = client.get(f"{personal(marie)}mes-donnees.json")
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert json.loads(response.content)["adresse"] == MARIE
    assert client.post(f"{personal(marie)}mes-donnees.json").status_code == 405


def test_erasing_is_asked_twice_and_done(client, marie):
    path = f"{personal(marie)}effacer/"
    assert "Effacer mes données ?" in words(client, path)
    assert "Vos données sont effacées" in words_of(client.post(path))
    assert (Subscription.objects.count(), client.get(personal(marie)).status_code) == (0, 410)
    assert client.post(path).status_code == 410


# --- Leaving ----------------------------------------------------------------------------------------------------


def test_one_click_leaves_without_cookie_or_redirect(marie):
    """As mail programs do it: RFC 8058, 3.1."""
    for _ in range(2):
        response = Client(enforce_csrf_checks=True).post(leaving(marie), {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, dict(response.cookies)) == (200, {})
        assert "Le Tour ne vous écrira plus." in words_of(response)
    assert Subscription.objects.active().count() == 0


def test_one_click_of_who_is_erased_is_answered(client, marie):
    path = leaving(marie)
    marie.delete()
    assert (client.post(path).status_code, client.get(path).status_code) == (200, 200)


def test_leaving_never_expires(client, marie, clock_at):
    path = leaving(marie)
    clock_at("2016-01-01T10:00")
    assert client.post(path).status_code == 200
    assert Subscription.objects.get().left_at is not None


FORM_QUERIES, CONFIRM_QUERIES, MANAGE_QUERIES = 4, 8, 11


# --- Hostile ----------------------------------------------------------------------------------------------------


def test_link_serves_its_own_purpose_only(client, marie):
    tokens = {
        "confirmer": confirmation(Consent.objects.get()).split("/")[3],
        "ma-page": personal(marie).split("/")[3],
        "partir": leaving(marie).split("/")[3],
    }
    before = kept()
    for place in tokens:
        for purpose, token in tokens.items():
            if purpose != place:
                for method in (client.get, client.post):
                    assert method(f"/suivre/{place}/{token}/").status_code == 404
    assert kept() == before


@pytest.mark.parametrize("word", ["x", "x:y", "x:y:z", "::", ".", "é", "%00", "1", "a" * 3000, "MQ:1abcde:", "💥"])
@pytest.mark.parametrize("place", ["confirmer", "ma-page", "partir"])
def test_link_that_is_none_is_not_found(client, stage, place, word):
    response = client.post(f"/suivre/{place}/{word}/")
    assert response.status_code == 404
    assert "Ce lien n’est pas complet" in words_of(response)


def test_pages_by_link_are_kept_nowhere(client, marie):
    for path in (confirmation(Consent.objects.get()), personal(marie), leaving(marie), "/suivre/ma-page/x/"):
        response = client.get(path)
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_what_is_followed(client, stage, count, django_assert_num_queries):
    client.get("/suivre/")  # Wagtail keeps the sites' addresses for an hour
    stages = [stage] + [StagePageFactory(published=True, timed=True, parent=stage.get_parent().specific) for _ in "ab"]
    targets = [of(one) for one in stages[:count]]
    following.ask(email=MARIE, targets=targets, page="/suivre/", wording="Je demande…", ip="")
    consent = Consent.objects.get()
    with django_assert_num_queries(FORM_QUERIES):
        client.get("/suivre/")
    with django_assert_num_queries(CONFIRM_QUERIES):
        client.get(confirmation(consent))
    following.confirm(consent)
    with django_assert_num_queries(MANAGE_QUERIES):
        client.get(personal(SubscriptionFactory._meta.model.objects.get()))


def test_ten_thousand_mutations_of_links_open_nothing(marie):
    readers = {
        confirmation(Consent.objects.get()).split("/")[3]: follow_links.consent_of,
        personal(marie).split("/")[3]: follow_links.subscription_of,
        leaving(marie).split("/")[3]: follow_links.leaver_of,
    }
    tried, opened = 0, []
    for token, read in readers.items():
        assert read(token) is not None
        for changed in mutations(token, 3400):
            tried += 1
            if read(changed) is not None:
                opened.append(changed)
    assert (tried >= 10_000, opened) == (True, [])


def mutations(token, count):
    """``count`` words that are not ``token``: up to three times a sign changed, left out or added, a piece moved."""
    dice, made = random.Random(2014), set()
    while len(made) < count:
        changed = token
        for _ in range(dice.randint(1, 3)):
            changed = mutation(changed or token, dice)
        made.add(changed)
        made.discard(token)
    return made


def mutation(word, dice):
    place, other = sorted((dice.randrange(len(word)), dice.randrange(len(word))))
    sign = dice.choice("ABCxyz019-_:=.%é ")
    return dice.choice(
        [
            word[:place] + sign + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + sign + word[place:],
            word[:other] + word[place:],
            word[:other],
            word[place:],
            word[:place] + word[place:].swapcase(),
            word[place:] + word[:place],
        ]
    )
