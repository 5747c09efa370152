"""What is kept of followers is given and erased."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from stages.domain import following, invariants, ledger, personal_data, reminders
from stages.enums import DeliveryKind, FollowScope
from stages.models import Consent, Delivery, DeliveryLog, Follow, Subscription
from tests.factories import (
    ConsentFactory,
    FollowFactory,
    SubscriptionFactory,
    ThemeFactory,
)
from tests.stages.domain.marie import MARIE, addresses, ask, everything, marie, stage
from tour import clock, suppressions
from tour.models import Bounce, MailState, Suppression, SuppressionReason

pytestmark = pytest.mark.django_db

#: Its fixtures.
__all__ = ["marie", "stage"]


# --- Given ------------------------------------------------------------------------------------------------------


def test_data_are_all_that_is_kept(marie, smtp_server):
    ledger.send_due()
    data = json.loads(json.dumps(personal_data.data_of(marie), cls=DjangoJSONEncoder))

    assert (data["adresse"], data["confirmé le"]) == (MARIE, "2014-09-01T08:00:00Z")
    assert data["suivis"] == [
        {"quoi": "l’étape Mende", "demandé le": "2014-09-01T08:00:00Z", "confirmé le": "2014-09-01T08:00:00Z"}
    ]
    assert [(proof["pour"], proof["texte montré"], proof["réseau"]) for proof in data["consentements"]] == [
        ("l’étape Mende", "Je demande…", "192.0.2.0/24")
    ]
    confirmation, *reminders = data["courriels"]
    assert (confirmation["nature"], confirmation["état"]) == ("Demande de confirmation", "Envoyé")
    assert [line["état"] for line in confirmation["journal"]] == ["Envoyé"]
    assert [(mail["nature"], mail["étape"], mail["état"]) for mail in reminders] == [("Rappel", "Mende", "Prévu")] * 4


def test_who_is_not_written_to_any_more_reads_why(marie):
    assert personal_data.data_of(marie)["adresse suspendue"] is None
    suppressions.suppress(MARIE, SuppressionReason.REFUSED, said=f"550 5.1.1 {MARIE} unknown")
    assert personal_data.data_of(marie)["adresse suspendue"] == {
        "depuis": clock.now(),
        "raison": SuppressionReason.REFUSED.label,
        "réponse du serveur": "550 5.1.1 … unknown",
    }


def test_mails_that_came_back_are_given_and_erased(marie):
    for address in (MARIE.upper(), "paul@mende.example"):
        suppressions.note_refusal(address, message_id="a1", status="4.2.2")
    assert personal_data.data_of(marie)["messages revenus"] == [
        {"message": "a1", "code": "4.2.2", "revenu le": clock.now()}
    ]
    personal_data.erase(marie)
    assert [bounce.address_hash for bounce in Bounce.objects.all()] == [suppressions.hash_of("paul@mende.example")]


def test_every_field_of_a_follower_is_given(marie):
    """A field that is added is given too, or is named here as what it is: the row's own."""
    own = {
        "id",
        "subscription",
        "target",
        "key",
        "token",
        "message_id",
        "handed_at",
        "scope",
        "stage",
        "theme",
        "region",
    }
    own |= {
        "consent",
        "delivery",
        "user",
        "rule",
        "told",
        "occurrence",
        "kind",
        "by",
        "attempt",
        "attempts",
        "ambiguous",
    }
    own |= {"not_after", "next_try_at", "is_put_off_by_recipient"}
    given = {
        Subscription: {"email", "created_at", "confirmed_at", "paused_at", "left_at", "declined"},
        Follow: {"asked_at", "confirmed_at"},
        Consent: {
            "address_hash",
            "subject",
            "wording",
            "page",
            "ip_prefix",
            "asked_at",
            "confirmed_at",
            "withdrawn_at",
        },
        Delivery: {"state", "reason", "planned_at", "due_at", "sent_at", "bounced_at"},
        DeliveryLog: {"at", "state", "reason"},
        Bounce: {"message_id", "code", "bounced_at"},
        Suppression: {"reason", "said", "created_at"},
    }
    own_of = {Bounce: {"id", "address_hash"}, Suppression: {"id", "address_hash"}}  # they know the address already
    for model, fields in given.items():
        assert {field.name for field in model._meta.fields} - own_of.get(model, own) == fields


@pytest.mark.parametrize("count", [1, 3])
def test_data_take_the_same_queries(stage, count, django_assert_num_queries):
    follower = SubscriptionFactory()
    for _ in range(count):
        FollowFactory(subscription=follower, scope=FollowScope.THEME, theme=ThemeFactory())
        following.write(follower, DeliveryKind.CONFIRMATION, personal_data.PROOF, consent=ConsentFactory())
    with django_assert_num_queries(6):
        personal_data.data_of(follower)


# --- Erased -----------------------------------------------------------------------------------------------------


def test_erased_address_is_in_no_table(marie, stage, smtp_server, clock_at):
    """Also where a mail server quoted it."""
    smtp_server.at_recipient = f"550 5.1.1 <{MARIE.title()}> unknown"
    ledger.send_due()
    clock_at("2014-09-02T10:00")
    ask("tour")
    assert everything().count(MARIE) > 0
    personal_data.erase(marie)
    assert everything().count(MARIE) == 0
    assert everything().count("marie") == 0


def test_erasing_keeps_the_ledger_and_the_proof(marie, stage, smtp_server, clock_at):
    ledger.send_due()
    clock_at("2014-09-02T10:00")
    ask("tour")
    personal_data.erase(marie)

    assert (Subscription.objects.count(), Follow.objects.count()) == (0, 0)
    (proof,) = Consent.objects.all()
    assert (proof.subject, proof.withdrawn_at, proof.subscription) == ("l’étape Mende", clock.now(), None)
    assert proof.address_hash == following.address_hash(MARIE)
    rows = Delivery.objects.order_by("pk").values_list("kind", "state", "subscription")
    assert list(rows) == [
        ("confirmation", MailState.SENT, None),
        *[("reminder", MailState.CANCELLED, None)] * 4,
        ("confirmation", MailState.CANCELLED, None),
    ]
    assert set(Delivery.objects.filter(state=MailState.CANCELLED).values_list("reason", flat=True)) == {ledger.ERASED}


def test_ledger_of_who_is_erased_leads_to_nobody(marie, smtp_server, clock_at):
    """Neither by a key, nor by the proof, which holds a hash of the address."""
    ledger.send_due()
    (proof,) = Consent.objects.all()
    other = SubscriptionFactory(email="paul@mende.example", follows="tour")
    reminders.reconcile()
    personal_data.erase(marie)

    rows = Delivery.objects.filter(subscription=None)
    assert (rows.count(), rows.filter(consent__isnull=False).count()) == (5, 0)
    assert {row.key for row in rows} == {f"erased:{row.pk}" for row in rows}
    assert f'"subscription:{marie.pk}' not in everything()
    assert list(proof.deliveries.all()) == []
    assert Delivery.objects.filter(subscription=other, key__contains=f"subscription:{other.pk}:").count() == 4
    assert (reminders.reconcile().total, [one for one in invariants.findings() if one.count]) == (0, [])


def test_who_is_erased_follows_anew(marie, stage, clock_at):
    personal_data.erase(marie)
    ask(f"stage:{stage.pk}")
    following.confirm(Consent.objects.get(confirmed_at=None))
    assert Delivery.objects.filter(kind=DeliveryKind.REMINDER, state=MailState.DUE).count() == 4


def test_nothing_leaves_to_who_is_erased(marie, smtp_server, clock_at):
    personal_data.erase(marie)
    clock_at("2014-10-02T09:00")
    assert (ledger.send_due(), smtp_server.received) == (0, [])


def test_erasing_twice_is_one(marie):
    other = SubscriptionFactory(email="paul@mende.example")
    personal_data.erase(marie)
    personal_data.erase(marie)
    assert addresses() == [other.email]


def test_proof_is_told_by_who_has_the_address_and_the_key(settings):
    known = following.address_hash(MARIE)
    assert known != following.address_hash("paul@mende.example")
    settings.SECRET_KEY = "another"
    assert following.address_hash(MARIE) != known
