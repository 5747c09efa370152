"""The pages that followers open by the links of their mails: confirming, their own page, leaving."""

import json
import random

import pytest
from django.test import Client

from stages.domain import follow_links, following
from stages.models import Consent, Follow, Subscription
from tests.factories import StagePageFactory, SubscriptionFactory, publish
from tests.stages.views.marie import MARIE, confirmation, kept, leaving, of, personal, ticked, words, words_of
from tour.models import SuppressionReason
from tour.suppressions import suppress

pytestmark = pytest.mark.django_db
CONTACT = "Écrivez à l’équipe nationale du Tour, dont l’adresse est dans les mentions légales."
NO_DAY = {"date_kind": "unknown", **dict.fromkeys(("starts_on", "ends_on", "opening_time", "closing_time"))}


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


@pytest.mark.parametrize("reason", SuppressionReason)
def test_personal_page_of_a_suspended_address_says_why_and_promises_nothing(client, marie, reason):
    suppress(MARIE.upper(), reason)
    text = words(client, personal(marie))
    assert f"Le Tour n’écrit plus à cette adresse depuis le 1er septembre 2014. {reason.label}. Rien ne part" in text
    assert (CONTACT in text, "Ce que je recevrai" in text, "une semaine avant Mende" in text) == (True, False, False)


def test_results_that_are_awaited_are_among_the_mails_to_come(client, marie, clock_at):
    dated = "Dimanche 12 octobre 2014 à 9 h : au plus tôt, la restitution de l’étape Mende, une fois en ligne"
    awaited = "La restitution de l’étape Mende, dès qu’elle sera en ligne"
    for at, said in (
        ("2014-10-10T10:00", dated),
        ("2014-10-20T10:00", awaited),
        ("2014-12-12T10:00", "Rien n’est prévu"),
    ):
        clock_at(at)
        text = words(client, personal(marie))
        assert [one for one in (dated, awaited, "Rien n’est prévu") if one in text] == [said], at


def test_results_are_promised_to_whom_they_will_be_sent(client, stage, clock_at):
    """Also to who follows after the stage; not once they are online, which is nobody's news."""
    clock_at("2014-10-20T10:00")
    late = SubscriptionFactory(follows="tour")
    assert "La restitution de l’étape Mende, dès qu’elle sera en ligne" in words(client, personal(late))
    publish(stage, results=[{"type": "paragraph", "value": "<p>Huit ateliers.</p>"}])
    assert "Rien n’est prévu pour l’instant. Nous vous écrirons avant la prochaine" in words(client, personal(late))


@pytest.mark.parametrize(
    ("target", "declined", "is_promised"),
    [("tour", [], True), ("tour", ["ahead", "eve", "morning"], False), ("stage", [], False)],
)
def test_next_stage_is_promised_to_whom_it_will_be_told(client, marie, stage, clock_at, target, declined, is_promised):
    clock_at("2014-12-20T10:00")
    follower = SubscriptionFactory(follows=stage if target == "stage" else target, declined=declined)
    text = words(client, personal(follower))
    assert ("Rien n’est prévu" in text, "Nous vous écrirons" in text) == (True, is_promised)


@pytest.mark.parametrize(
    ("changes", "said", "promise"),
    [
        (NO_DAY, "Mende, date à confirmer", " : nous vous écrirons dès que le jour sera fixé"),
        ({"status": "cancelled"}, "Mende : étape annulée.", " Nous vous écrirons si cela change."),
    ],
)
def test_change_is_promised_unless_it_is_declined(client, marie, stage, changes, said, promise):
    publish(stage, **changes)
    everywhere = "Et un message si la date, les horaires ou le lieu changent"
    for declined, is_promised in ([], True), (["changes"], False):
        Subscription.objects.update(declined=declined)
        text = words(client, personal(marie))
        assert (said in text, said + promise in text) == (True, is_promised)
        assert (everywhere in words(client, confirmation(Consent.objects.get()))) == is_promised


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


FORM_QUERIES, CONFIRM_QUERIES, MANAGE_QUERIES = 4, 9, 13


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
