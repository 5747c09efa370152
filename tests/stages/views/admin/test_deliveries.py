"""The ledger in the admin: who finds what in it, and what can be done."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from stages.domain import planning
from stages.models import Delivery, DeliveryLog
from stages.views.admin import deliveries
from tests.factories import EditionPageFactory, PartnerPageFactory, StagePageFactory, SubscriptionFactory
from tests.stages.views.admin.screens import member, soup, text
from tour import clock, suppressions
from tour.models import MailState, SuppressionReason

pytestmark = pytest.mark.django_db
LIST = "stages_deliveries"


@pytest.fixture
def stage(home, clock_at):
    clock_at("2014-10-01T10:00")
    stage = StagePageFactory(published=True, timed=True, located=True, title="Mende")
    SubscriptionFactory(follows=stage, email="marie@mende.example")
    planning.plan([stage])
    return stage


@pytest.fixture
def elsewhere(stage):
    other = StagePageFactory(published=True, timed=True, title="Millau")
    SubscriptionFactory(follows=other, email="jean@millau.example")
    planning.plan([other])
    return other


def rows(response):
    return [[text(cell) for cell in row.find_all(["th", "td"])] for row in soup(response).select("tbody tr")]


def listed(client, **query):
    return rows(client.get(reverse(LIST), query))


def first():
    return Delivery.objects.get(rule__days=-7, stage__title="Mende")


def end(state, reason="", **changes):
    row = first()
    Delivery.objects.filter(pk=row.pk).update(state=state, reason=reason, **changes)
    row.refresh_from_db()
    planning.note([row], at=clock.now())
    return row


def test_latest_due_comes_first_with_the_address_masked(editor, stage):
    assert listed(editor) == [
        ["12/10/2014 09:00", "Rappel J+3", "Mende Tour 2014", "m…@mende.example", "Prévu"],
        ["09/10/2014 07:00", "Rappel J", "Mende Tour 2014", "m…@mende.example", "Prévu"],
        ["08/10/2014 17:00", "Rappel J−1", "Mende Tour 2014", "m…@mende.example", "Prévu"],
        ["02/10/2014 09:00", "Rappel J−7", "Mende Tour 2014", "m…@mende.example", "Prévu"],
    ]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"etat": "failed"}, 1),
        ({"etat": "due"}, 7),
        ({"etat": "to_look_at"}, 1),
        ({"nature": "reminder"}, 8),
        ({"nature": "digest"}, 0),
        ({"du": "2014-10-08"}, 6),
        ({"au": "2014-10-08"}, 4),
        ({"du": "08/10/2014", "au": "08/10/2014"}, 2),
    ],
)
def test_filters_narrow(editor, elsewhere, query, number):
    end(MailState.FAILED)
    found = listed(editor, **query)
    assert (len(found) if found != [] else 0) == number


def test_stage_narrows(editor, elsewhere):
    assert {row[2] for row in listed(editor, etape=elsewhere.pk)} == {"Millau Tour 2014"}


def test_stages_of_one_name_are_told_apart_by_their_edition(editor, stage):
    again = StagePageFactory(parent=EditionPageFactory(year=2015), published=True, timed=True, title="Mende")
    SubscriptionFactory(follows=again)
    planning.plan([again])
    choices = soup(editor.get(reverse(LIST))).select("#id_etape option")
    assert [text(choice) for choice in choices] == ["toutes", "Mende – Tour 2014", "Mende – Tour 2015"]
    assert {row[2] for row in listed(editor)} == {"Mende Tour 2014", "Mende Tour 2015"}
    assert "Mende – Tour 2015" in text(soup(editor.get(reverse("stages_delivery", args=[again.deliveries.first().pk]))))


@pytest.mark.parametrize(
    ("query", "field", "error"),
    [
        ({"du": "hier"}, "du", "Indiquez un jour : 09/10/2014."),
        ({"au": "0001-01-01"}, "au", "Cette date est hors de notre calendrier : vérifiez l’année."),
        ({"etape": "9" * 30}, "etape", "Choisissez une étape de la liste."),
        ({"etape": "x\x00"}, "etape", "Le caractère nul n’est pas autorisé."),
    ],
)
def test_what_is_wrong_is_said_and_narrows_nothing(editor, stage, query, field, error):
    response = editor.get(reverse(LIST), query)
    assert " ".join(response.context["form"].errors[field][0].split()) == error
    page = soup(response)
    assert text(page.find(id=page.find(id=f"id_{field}")["aria-describedby"])) == error
    assert len(rows(response)) == 4


@pytest.mark.parametrize("key", ["abc", "0", "99999999", "9" * 30, "-1"])
@pytest.mark.parametrize("name", ["avant", "apres"])
def test_page_that_begins_nowhere_is_the_first(editor, stage, name, key):
    assert len(listed(editor, **{name: key})) == 4


def test_address_is_sought_without_being_in_any_address(editor, elsewhere):
    response = editor.post(reverse(LIST), {"adresse": "Marie@Mende.example", "etat": "due"})
    assert {row[3] for row in rows(response)} == {"m…@mende.example"}
    assert response.context["query"] == "etat=due"
    assert [link["href"] for link in soup(response).find_all("a", href=True) if "marie" in link["href"].lower()] == []
    assert rows(editor.post(reverse(LIST), {"adresse": "inconnue@mende.example"})) == []


def test_address_of_a_person_with_an_account_is_found(editor, stage, national):
    Delivery.objects.filter(rule__days=-7).update(subscription=None, user=national, kind="test")
    assert [row[1] for row in rows(editor.post(reverse(LIST), {"adresse": national.email.upper()}))] == [
        "Envoi d’essai J−7"
    ]


@pytest.mark.parametrize(("who", "is_offered"), [("editor", True), ("organiser", False)])
def test_national_team_is_led_to_suspended_addresses(request, stage, who, is_offered):
    page = soup(request.getfixturevalue(who).get(reverse(LIST)))
    assert bool(page.select(f'a[href="{reverse("tour_suppressions")}"]')) == is_offered


def test_filters_without_an_address_make_an_address_to_keep(editor, stage):
    response = editor.post(reverse(LIST), {"etat": "due", "nature": "", "adresse": ""})
    assert response.url == f"{reverse(LIST)}?etat=due"


def test_half_an_address_is_refused_and_kept(editor, stage):
    response = editor.post(reverse(LIST), {"adresse": "marie"})
    assert response.context["form"].errors == {"adresse": ["Indiquez l’adresse entière\u00a0: prenom@exemple.fr."]}
    assert soup(response).find(id="id_adresse")["value"] == "marie"


def test_pages_follow_each_other_whatever_is_due_at_once(editor, stage, settings):
    for _ in range(deliveries.AT_ONCE):
        SubscriptionFactory(follows=stage)
    planning.plan([stage])
    everything = list(Delivery.objects.values_list("pk", flat=True))

    seen, query, pages = [], {}, []
    while query is not None:
        context = editor.get(reverse(LIST), query).context
        pages.append([row.pk for row in context["deliveries"]])
        seen += pages[-1]
        query = {"avant": context["older"]} if context["older"] else None
    assert seen == everything
    back = editor.get(reverse(LIST), {"apres": pages[2][0]}).context
    assert [row.pk for row in back["deliveries"]] == pages[1]
    assert editor.get(reverse(LIST), {"apres": pages[1][0]}).context["newer"] is None


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_and_counts_nothing(editor, stage, django_assert_num_queries, number):
    for _ in range(number):
        SubscriptionFactory(follows=StagePageFactory(published=True, timed=True))
    planning.plan()
    listed(editor)
    with django_assert_num_queries(12) as queries:
        listed(editor)
    assert not any("COUNT(" in query["sql"] for query in queries)


def test_next_page_of_an_address_is_asked_for_without_a_second_field_of_one_id(editor, stage, monkeypatch):
    monkeypatch.setattr(deliveries, "AT_ONCE", 2)
    first_page = editor.post(reverse(LIST), {"adresse": "marie@mende.example", "du": "2014-10-01"})
    page = soup(first_page)
    ids = [tag["id"] for tag in page.select(".reminders [id]")]
    assert len(ids) == len(set(ids))
    sent = {field["name"]: field["value"] for field in page.select("nav form input:not([name=csrfmiddlewaretoken])")}
    assert sent == {
        "etape": "",
        "nature": "",
        "etat": "",
        "du": "2014-10-01",
        "au": "",
        "adresse": "marie@mende.example",
    }
    second = editor.post(reverse(LIST), {**sent, "avant": page.select_one("button[name=avant]")["value"]})
    assert [row[1] for row in rows(first_page) + rows(second)] == ["Rappel J+3", "Rappel J", "Rappel J−1", "Rappel J−7"]


def test_organiser_sees_the_own_stage_alone(organiser, elsewhere):
    other = Delivery.objects.filter(stage=elsewhere).first()
    answer = organiser.get(reverse(LIST)).content.decode()
    assert ("m…@mende.example" in answer, "Millau" in answer) == (True, False)
    assert list(organiser.get(reverse(LIST), {"etape": elsewhere.pk}).context["form"].errors) == ["etape"]
    assert organiser.get(reverse(LIST), {"avant": other.pk}).context["newer"] is None
    assert organiser.get(reverse("stages_delivery", args=[other.pk])).status_code == 404
    assert organiser.get(reverse(LIST), {"export": "csv"}).status_code == 404


def test_organiser_cannot_ask_who_follows(organiser, stage):
    assert len(rows(organiser.post(reverse(LIST), {"adresse": "personne@mende.example"}, follow=True))) == 4
    assert soup(organiser.get(reverse(LIST))).find(id="id_adresse") is None


def test_partner_has_no_ledger(client, stage):
    client.force_login(member(PartnerPageFactory()))
    for address in (reverse(LIST), reverse("stages_delivery", args=[first().pk])):
        assert client.get(address).status_code == 404


def test_delivery_tells_its_history_without_the_address(organiser, stage):
    row = end(MailState.FAILED, "550 5.1.1 <…>: User unknown")
    answer = organiser.get(reverse("stages_delivery", args=[row.pk]))
    page = soup(answer)
    assert [text(line) for line in page.select(".delivery__log li")] == [
        "01/10/2014 10:00:00 : inscrit au registre",
        "01/10/2014 10:00:00 : échec 550 5.1.1 <…>: User unknown",
    ]
    assert "marie" not in answer.content.decode()
    assert "L’équipe nationale peut le renvoyer." in text(page)


def test_what_makes_an_address_be_suspended_is_for_the_national_team(client, stage, national):
    """Reports of mails that came back are believed of whoever knows the Message-ID."""
    row = first()
    pages = []
    for user in (member(stage), national):
        client.force_login(user)
        pages.append(client.get(reverse("stages_delivery", args=[row.pk])).content.decode())
    assert [row.message_id in page for page in pages] == [False, True]


def test_erased_address_is_said_so(editor, stage):
    Delivery.objects.update(subscription=None)
    assert {row[3] for row in listed(editor)} == {"adresse effacée"}
    assert editor.get(reverse("stages_delivery", args=[first().pk])).status_code == 200


@pytest.mark.parametrize(
    ("state", "sentence"), [(MailState.UNCERTAIN, "Il est peut-être arrivé"), (MailState.FAILED, "Il n’est pas arrivé")]
)
def test_failed_and_uncertain_are_sent_again_once_asked(editor, stage, national, state, sentence):
    row = end(state, "550 non")
    address = reverse("stages_delivery_send_again", args=[row.pk])
    assert sentence in text(soup(editor.get(address)))
    row.refresh_from_db()
    assert row.state == state

    editor.post(address)
    row.refresh_from_db()
    assert row.state == MailState.DUE
    assert DeliveryLog.objects.filter(delivery=row).last().by == national
    editor.post(address)
    assert DeliveryLog.objects.filter(delivery=row, by=national).count() == 1
    assert "il n’y a rien à renvoyer" in text(soup(editor.get(address)))


def test_late_mail_is_said_to_be_late_before_it_is_sent_again(editor, stage):
    row = end(MailState.FAILED)
    Delivery.objects.filter(pk=row.pk).update(not_after=clock.now() - timedelta(hours=1))
    assert "Il aurait dû partir plus tôt" in text(
        soup(editor.get(reverse("stages_delivery_send_again", args=[row.pk])))
    )


@pytest.mark.parametrize(
    ("state", "handed_at", "sentence"),
    [
        (MailState.UNCERTAIN, "2014-10-01T10:00+02:00", "est peut-être arrivé. Il est classé"),
        (MailState.FAILED, None, "n’est pas arrivé. Il est classé"),
    ],
)
def test_failed_and_uncertain_are_settled_without_being_sent(editor, stage, national, state, handed_at, sentence):
    row = end(state, "550 non", handed_at=handed_at)
    page = reverse("stages_delivery", args=[row.pk])
    address = reverse("stages_delivery_settle", args=[row.pk])
    assert soup(editor.get(page)).select_one(f'form[action="{address}"] button').get_text() == "Classer sans renvoyer"

    told = soup(editor.post(address, follow=True))
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.SETTLED, "550 non")
    assert sentence in text(told)
    assert text(told.select(".delivery__log li")[-1]) == (
        f"01/10/2014 10:00:00 : classé, à la demande de {national} 550 non"
    )
    assert told.select(f'form[action="{address}"]') == []

    assert "il n’y a rien à classer" in text(soup(editor.post(address, follow=True)))
    assert DeliveryLog.objects.filter(delivery=row, by=national).count() == 1


@pytest.mark.parametrize(
    ("handed_at", "sentence"), [("2014-10-01T10:00+02:00", "Il est peut-être arrivé"), (None, "Il n’est pas arrivé")]
)
def test_what_was_settled_may_still_be_sent_again(editor, stage, handed_at, sentence):
    row = end(MailState.SETTLED, handed_at=handed_at)
    address = reverse("stages_delivery_send_again", args=[row.pk])
    assert f'href="{address}"' in editor.get(reverse("stages_delivery", args=[row.pk])).content.decode()
    assert sentence in text(soup(editor.get(address)))
    editor.post(address)
    row.refresh_from_db()
    assert row.state == MailState.DUE


def test_mail_that_waits_for_nobody_is_not_settled(editor, stage):
    row = first()
    editor.post(reverse("stages_delivery_settle", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == MailState.DUE


@pytest.mark.parametrize("key", [99_999_999, 10**25])
@pytest.mark.parametrize("name", ["stages_delivery", "stages_delivery_send_again"])
def test_delivery_that_is_not_there(editor, stage, name, key):
    assert editor.get(reverse(name, args=[key])).status_code == 404
    assert editor.post(reverse("stages_delivery_settle", args=[key])).status_code == 404


@pytest.mark.parametrize("name", ["stages_delivery_send_again", "stages_delivery_settle"])
def test_organiser_decides_nothing(organiser, stage, name):
    row = end(MailState.FAILED)
    assert "Classer" not in text(soup(organiser.get(reverse("stages_delivery", args=[row.pk]))))
    assert organiser.post(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.state == MailState.FAILED


def test_export_is_what_is_filtered_without_formulas(editor, elsewhere):
    end(MailState.FAILED, "=1+1")
    response = editor.get(reverse(LIST), {"export": "csv", "etat": "failed"})
    heads, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    found = dict(zip(heads, row, strict=True))
    assert found["Prévu le (heure de Paris)"] == "2014-10-02 09:00"
    assert (found["Étape"], found["Édition"]) == ("Mende", "Tour 2014")
    assert found["Destinataire"] == "m…@mende.example"
    assert found["Raison"] == "'=1+1"


def test_what_waits_for_a_suspended_address_says_that_it_will_not_leave(editor, stage):
    suppressions.suppress("marie@mende.example", SuppressionReason.REFUSED)
    end(MailState.CANCELLED)
    states = {row[-1] for row in listed(editor)}
    assert states == {"Annulé", "Prévu adresse suspendue : il ne partira pas"}
    waiting = Delivery.objects.get(rule__days=-1)
    assert "ne partira pas" in text(soup(editor.get(reverse("stages_delivery", args=[waiting.pk]))))
    assert "ne partira pas" not in text(soup(editor.get(reverse("stages_delivery", args=[first().pk]))))
