"""What is kept of followers is given, erased, and forgotten in time."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stages import tasks
from stages.domain import following, invariants, ledger, personal_data, reminders
from stages.enums import DeliveryKind, FollowScope
from stages.models import Consent, Delivery, DeliveryLog, Follow, Subscription
from tests.factories import (
    ConsentFactory,
    EditionPageFactory,
    FollowFactory,
    StagePageFactory,
    SubscriptionFactory,
    ThemeFactory,
    UserFactory,
)
from tour import clock, suppressions
from tour.models import Bounce, MailState, Suppression, SuppressionReason

pytestmark = pytest.mark.django_db

MARIE = "marie@mende.example"


@pytest.fixture
def stage(home, clock_at):
    """Mende, on 9 October 2014, the last day of its edition; it is 1 September."""
    clock_at("2014-09-01T10:00")
    edition = EditionPageFactory(dated=True)
    return StagePageFactory(published=True, timed=True, located=True, title="Mende", parent=edition)


def ask(*targets, email=MARIE):
    following.ask(email=email, targets=targets, page="/suivre/", wording="Je demande…", ip="192.0.2.77")


@pytest.fixture
def marie(stage):
    ask(f"stage:{stage.pk}")
    following.confirm(Consent.objects.get())
    return Subscription.objects.get()


def everything():
    """All rows of all tables, as text."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return "\n".join(serializers.serialize("json", model._default_manager.all()) for model in models).lower()


def addresses():
    return sorted(Subscription.objects.values_list("email", flat=True))


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


# --- Forgotten --------------------------------------------------------------------------------------------------


def test_request_is_forgotten_after_thirty_days(stage, clock_at):
    ask("tour")
    clock_at("2014-10-01T09:59")
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])
    clock_at("2014-10-01T10:00")
    assert (personal_data.forget_old(), addresses(), Consent.objects.count()) == (1, [], 0)


def test_request_of_a_follower_is_forgotten_alone(marie, clock_at):
    clock_at("2014-09-02T10:00")
    ask("tour")
    clock_at("2014-10-03T10:00")
    personal_data.forget_old()
    assert [consent.subject for consent in Consent.objects.all()] == ["l’étape Mende"]
    assert addresses() == [MARIE]


def test_who_asks_again_is_kept(stage, clock_at):
    ask("tour")
    clock_at("2014-09-20T10:00")
    ask("tour")
    clock_at("2014-10-10T10:00")
    assert (personal_data.forget_old(), Consent.objects.count()) == (0, 1)


def test_who_left_is_forgotten_three_months_later(marie, clock_at):
    following.leave(marie)
    clock_at("2014-11-29T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2014-12-01T10:00")
    assert (personal_data.forget_old(), addresses()) == (1, [])


def test_who_comes_back_while_old_addresses_are_looked_for_is_kept(marie, clock_at, monkeypatch):
    """Between the finding and the erasing of an address stands its lock: as if one had waited for it."""
    following.leave(marie)
    clock_at("2014-12-01T10:00")
    held = personal_data.hold_to_erase

    def come_back_and_hold(subscription):
        FollowFactory(subscription=marie)
        Subscription.objects.update(left_at=None)
        return held(subscription)

    monkeypatch.setattr(personal_data, "hold_to_erase", come_back_and_hold)
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])


def test_address_is_forgotten_three_months_after_its_edition(marie, clock_at):
    clock_at("2015-01-06T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2015-01-07T10:00")
    assert (personal_data.forget_old(), addresses()) == (1, [])


def test_who_follows_the_whole_tour_is_kept(marie, clock_at):
    FollowFactory(subscription=marie)
    clock_at("2020-01-01T10:00")
    assert (personal_data.forget_old(), addresses()) == (0, [MARIE])


def test_last_edition_of_what_is_followed_counts(marie, stage, clock_at):
    theme = ThemeFactory()
    next_edition = EditionPageFactory(year=2015, ends_on=date(2015, 6, 30))
    later = StagePageFactory(parent=next_edition, department="12")
    later.themes.add(theme)
    later.save_revision().publish()
    by_theme = SubscriptionFactory(email="theme@mende.example")
    FollowFactory(subscription=by_theme, scope=FollowScope.THEME, theme=theme)
    by_region = SubscriptionFactory(email="region@mende.example")
    FollowFactory(subscription=by_region, scope=FollowScope.REGION, region="Occitanie")
    elsewhere = SubscriptionFactory(email="ailleurs@mende.example")
    FollowFactory(subscription=elsewhere, scope=FollowScope.REGION, region="Bretagne")

    clock_at("2015-03-01T10:00")
    personal_data.forget_old()
    assert addresses() == ["region@mende.example", "theme@mende.example"]
    clock_at("2015-09-28T10:00")
    personal_data.forget_old()
    assert addresses() == []


def test_edition_without_last_day_ends_with_its_year(home, clock_at):
    stage = StagePageFactory(title="Mende", parent=EditionPageFactory(year=2014))
    SubscriptionFactory(follows=stage)
    clock_at("2015-03-30T10:00")
    assert personal_data.forget_old() == 0
    clock_at("2015-03-31T10:00")
    assert personal_data.forget_old() == 1


def test_who_begins_between_editions_is_kept_three_months(marie, stage, clock_at):
    began = clock_at("2015-03-01T10:00")
    late = SubscriptionFactory(email="tard@mende.example", created_at=began)
    FollowFactory(subscription=late, scope=FollowScope.REGION, region="Occitanie", asked_at=began, confirmed_at=began)
    personal_data.forget_old()
    assert addresses() == ["tard@mende.example"]
    clock_at("2015-05-31T10:00")
    assert personal_data.forget_old() == 1


def test_ends_of_editions_are_read_once(marie, clock_at):
    SubscriptionFactory(follows="tour")
    for _ in range(2):
        SubscriptionFactory(follows=Follow.objects.filter(scope=FollowScope.STAGE).first().stage)
    clock_at("2015-01-07T10:00")
    with CaptureQueriesContext(connection) as queries:
        assert personal_data.forget_old() == 3
    assert sum('FROM "stages_editionpage"' in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("deed", [personal_data.erase, following.leave, following.pause])
def test_planners_are_held_before_the_mails_that_they_may_hold(marie, stage, deed):
    """Changing a mail first, and waiting then for a planner that waits for it, would be waiting for good."""
    with CaptureQueriesContext(connection) as queries:
        deed(marie)
    said = [query["sql"] for query in queries]
    holding = next(rank for rank, sql in enumerate(said) if 'FROM "stages_stagereminders"' in sql)
    changing = next(rank for rank, sql in enumerate(said) if sql.startswith('UPDATE "stages_delivery"'))
    assert 'ORDER BY "stages_stagereminders"."stage_id"' in said[holding]
    assert ("FOR UPDATE" in said[holding], holding < changing) == (connection.features.has_select_for_update, True)


@pytest.mark.parametrize("kind", [DeliveryKind.NUDGE, DeliveryKind.DIGEST, DeliveryKind.TEST])
def test_mails_to_accounts_are_forgotten_after_ninety_days(stage, marie, clock_at, kind):
    """With their history, and also once the account is gone; what is open, or told followers something, stays."""
    now, of_marie = clock.now(), Delivery.objects.filter(subscription=marie).count()
    for number, (user, state) in enumerate(
        [(UserFactory(), MailState.UNCERTAIN), (None, MailState.FAILED), (UserFactory(), MailState.DUE)]
    ):
        row = Delivery.objects.create(
            key=f"{kind}:{number}", kind=kind, user=user, state=state, planned_at=now, due_at=now, next_try_at=now
        )
        DeliveryLog.objects.create(delivery=row, state=state, at=now)
    for instant, left in (("2014-11-30T08:59", [0, 1, 2]), ("2014-11-30T09:00", [2])):
        clock_at(instant)
        tasks.forget_old_addresses()
        assert sorted(Delivery.objects.filter(kind=kind).values_list("key", flat=True)) == [f"{kind}:{n}" for n in left]
        assert DeliveryLog.objects.filter(delivery__kind=kind).count() == len(left)
    assert Delivery.objects.filter(subscription=marie).count() == of_marie


def test_proof_is_forgotten_three_years_after_it_was_withdrawn(marie, clock_at):
    personal_data.erase(marie)
    clock_at("2017-08-30T10:00")
    personal_data.forget_old()
    assert Consent.objects.count() == 1
    clock_at("2017-09-01T10:00")
    personal_data.forget_old()
    assert Consent.objects.count() == 0


def test_forgetting_is_a_task(marie, clock_at):
    clock_at("2020-01-01T10:00")
    tasks.forget_old_addresses()
    assert addresses() == []


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_what_is_old_takes_the_same_queries(stage, count, django_assert_num_queries):
    for _ in range(count):
        SubscriptionFactory(follows=stage)
    with django_assert_num_queries(13):
        assert personal_data.forget_old() == 0
