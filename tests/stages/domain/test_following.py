"""Asking, confirming, changing and leaving: what is kept of it, and what it plans."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stages.domain import following, ledger, personal_data, planning, reminders
from stages.enums import DeliveryKind, FollowScope, Moment
from stages.models import Consent, Delivery, Follow, StagePage, Subscription
from tests.factories import FollowFactory, StagePageFactory, SubscriptionFactory, ThemeFactory, publish
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db

MARIE = "marie@mende.example"


@pytest.fixture
def stage(clock_at):
    """Mende, on 9 October 2014 from 9 to 18 h, published on 1 September at 10 h."""
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


def ask(*targets, email=MARIE, ip="192.0.2.77"):
    following.ask(email=email, targets=targets, page="/suivre/", wording="Je demande…", ip=ip)


def change(subscription, *targets, declined=()):
    following.change(
        subscription, targets=targets, declined=declined, page="/suivre/ma-page/", wording="Je demande…", ip=""
    )


def of(stage):
    return f"stage:{stage.pk}"


@pytest.fixture
def marie(stage):
    """Somebody who follows Mende, having confirmed it."""
    ask(of(stage))
    following.confirm(Consent.objects.get())
    return Subscription.objects.get()


def mails(kind=None, **filters):
    rows = Delivery.objects.filter(kind=kind) if kind else Delivery.objects.all()
    return rows.filter(**filters)


def open_reminders():
    return mails(DeliveryKind.REMINDER).open().count()


def test_request_keeps_its_proof_and_waits_for_a_confirmation(stage):
    ask(of(stage), "tour")

    consent, delivery = Consent.objects.get(), Delivery.objects.get()
    assert (consent.subject, consent.wording) == ("l’étape Mende, le Tour entier", "Je demande…")
    assert consent.page == "/suivre/"
    assert (consent.ip_prefix, consent.asked_at, consent.confirmed_at) == ("192.0.2.0/24", clock.now(), None)
    assert consent.address_hash == following.address_hash(MARIE)
    assert sorted(consent.follows.values_list("target", flat=True)) == [of(stage), "tour"]
    assert list(Subscription.objects.active()) == []
    assert (delivery.kind, delivery.state, delivery.due_at) == ("confirmation", MailState.DUE, clock.now())
    assert delivery.not_after == clock.now() + timedelta(days=7)


def test_confirmation_begins_it_and_plans_the_reminders(stage):
    ask(of(stage))
    assert open_reminders() == 0
    assert following.confirm(Consent.objects.get())

    assert Subscription.objects.active().get().confirmed_at == clock.now()
    assert open_reminders() == 4
    assert reminders.reconcile().total == 0


def test_confirmation_twice_is_one(marie, clock_at):
    began = marie.confirmed_at
    clock_at("2014-09-02T10:00")
    assert following.confirm(Consent.objects.get())
    marie.refresh_from_db()
    assert (marie.confirmed_at, Follow.objects.get().confirmed_at, open_reminders()) == (began, began, 4)


def test_what_changed_before_the_confirmation_is_no_news(stage, clock_at):
    ask(of(stage))
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=stage.starts_on + timedelta(days=1))
    clock_at("2014-09-03T10:00")
    following.confirm(Consent.objects.get())
    assert reminders.reconcile().total == 0
    assert set(mails().values_list("kind", flat=True)) == {"confirmation", "reminder"}


@pytest.mark.parametrize(
    ("ip", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("nulle part", ""),
    ],
)
def test_network_is_kept_without_its_last_part(stage, ip, kept):
    ask("tour", ip=ip)
    assert Consent.objects.get().ip_prefix == kept


def test_long_request_is_named_in_short(stage):
    themes = [ThemeFactory(name=f"Un thème au nom assez long, numéro {number}") for number in range(20)]
    ask(*(f"theme:{theme.pk}" for theme in themes))
    consent = Consent.objects.get()
    assert (len(consent.subject), consent.follows.count()) == (255, 20)


# --- Mails to an address that anybody can type ------------------------------------------------------------------


def test_address_gets_one_confirmation_an_hour_and_three_a_day(stage, clock_at):
    for hour in ("10:00", "10:59", "11:01", "12:02", "13:03", "15:00"):
        clock_at(f"2014-09-01T{hour}")
        ask("tour")
    assert (mails(DeliveryKind.CONFIRMATION).count(), Consent.objects.count()) == (3, 3)
    clock_at("2014-09-02T11:00")
    ask("tour")
    assert mails(DeliveryKind.CONFIRMATION).count() == 4


def test_other_address_is_not_held_back(stage):
    ask("tour")
    ask("tour", email="paul@mende.example")
    assert mails(DeliveryKind.CONFIRMATION).count() == 2


def test_who_follows_it_already_gets_the_link_of_their_page(marie, stage):
    ask(of(stage))
    assert mails(DeliveryKind.ACCESS).count() == 1
    assert Consent.objects.count() == 1
    ask(of(stage))
    assert mails(DeliveryKind.ACCESS).count() == 1


def test_lost_link_goes_to_followers_only(marie):
    SubscriptionFactory(email="attend@mende.example", confirmed_at=None)
    for email in (MARIE, "personne@mende.example", "attend@mende.example"):
        following.send_access(email)
    assert [delivery.address for delivery in mails(DeliveryKind.ACCESS)] == [MARIE]


def test_each_request_confirms_what_it_named(stage, clock_at):
    """Somebody else may have typed the same address: what they asked for is not confirmed by the other's link."""
    ask(of(stage))
    clock_at("2014-09-01T12:00")
    ask(of(stage), "tour")
    mine, others = Consent.objects.order_by("asked_at")

    following.confirm(mine)
    assert list(Follow.objects.confirmed().values_list("target", flat=True)) == [of(stage)]
    following.confirm(others)
    assert sorted(Follow.objects.confirmed().values_list("target", flat=True)) == [of(stage), "tour"]
    assert open_reminders() == 4


def test_nobody_follows_a_thing_twice(marie, stage):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowFactory(subscription=marie, scope=FollowScope.STAGE, stage=stage)


# --- Changing ---------------------------------------------------------------------------------------------------


def test_change_follows_what_is_chosen_and_keeps_the_proof(marie, stage, clock_at):
    other = StagePageFactory(published=True, timed=True, title="Rodez")
    clock_at("2014-09-02T10:00")
    change(marie, of(other))

    assert list(Follow.objects.confirmed().values_list("target", flat=True)) == [of(other)]
    before, now = Consent.objects.order_by("asked_at")
    assert (before.withdrawn_at, now.subject) == (clock.now(), "l’étape Rodez")
    assert (now.confirmed_at, now.withdrawn_at) == (clock.now(), None)
    assert set(mails(DeliveryKind.REMINDER).open().values_list("stage", flat=True)) == {other.pk}
    assert reminders.reconcile().total == 0


def test_declined_moments_are_cancelled_and_come_back(marie, stage):
    change(marie, of(stage), declined=[Moment.AHEAD, Moment.EVE, "unheard of"])
    assert (open_reminders(), Subscription.objects.get().declined) == (2, ["ahead", "eve"])
    assert set(mails(state=MailState.CANCELLED).values_list("reason", flat=True)) == {planning.DECLINED}
    change(marie, of(stage))
    assert (open_reminders(), reminders.reconcile().total) == (4, 0)


def test_what_the_tour_brings_stays_if_the_stage_alone_is_left(marie, stage):
    change(marie, "tour")
    assert open_reminders() == 4


def test_pause_holds_everything_back_and_resuming_tells_what_changed(marie, stage, smtp_server, clock_at):
    clock_at("2014-10-02T09:00")
    ledger.send_due()
    following.pause(marie)
    assert open_reminders() == 0
    clock_at("2014-10-03T10:00")
    publish(stage, starts_on=stage.starts_on + timedelta(days=20))
    assert mails().open().count() == 0
    following.resume(marie)
    assert mails(DeliveryKind.CHANGED).open().count() == 1
    assert (open_reminders(), reminders.reconcile().total) == (4, 0)


def test_pausing_twice_keeps_the_first_hour(marie, clock_at):
    began = clock_at("2014-09-02T10:00")
    following.pause(marie)
    clock_at("2014-09-03T10:00")
    following.pause(marie)
    assert Subscription.objects.get().paused_at == began


# --- Leaving ----------------------------------------------------------------------------------------------------


def test_leaving_ends_everything(marie, stage, clock_at):
    clock_at("2014-09-02T10:00")
    ask("tour")
    following.leave(marie)

    marie.refresh_from_db()
    assert (marie.left_at, Follow.objects.count(), mails().open().count()) == (clock.now(), 0, 0)
    assert set(Consent.objects.values_list("withdrawn_at", flat=True)) == {clock.now()}
    assert reminders.reconcile().total == 0


def test_leaving_twice_keeps_the_first_hour(marie, clock_at):
    left = clock_at("2014-09-02T10:00")
    following.leave(marie)
    clock_at("2014-09-03T10:00")
    following.leave(marie)
    assert Subscription.objects.get().left_at == left


def test_leaving_again_withdraws_what_was_asked_for_since(marie, clock_at):
    left = clock_at("2014-09-02T10:00")
    following.leave(marie)
    clock_at("2014-09-03T10:00")
    ask("tour")
    following.leave(marie)

    assert not following.confirm(Consent.objects.get(subject="le Tour entier"))
    marie.refresh_from_db()
    assert (marie.left_at, Follow.objects.count(), mails().open().count()) == (left, 0, 0)


def test_pause_of_who_left_does_not_outlast_their_return(marie, stage, clock_at):
    """The button of a page that was open since before."""
    following.leave(marie)
    following.pause(marie)
    marie.refresh_from_db()
    assert marie.paused_at is None
    Subscription.objects.update(paused_at=clock.now())  # as such pauses were kept before
    clock_at("2014-09-05T10:00")
    ask(of(stage))
    following.confirm(Consent.objects.get(confirmed_at=None))
    assert (Subscription.objects.active().count(), open_reminders()) == (1, 4)


def test_link_of_before_does_not_bring_back_who_left(marie):
    following.leave(marie)
    assert not following.confirm(Consent.objects.get())
    assert list(Subscription.objects.active()) == []


def test_who_left_may_come_back(marie, stage, clock_at):
    following.leave(marie)
    clock_at("2014-09-05T10:00")
    ask(of(stage))
    following.confirm(Consent.objects.get(confirmed_at=None))
    assert (Subscription.objects.active().count(), open_reminders()) == (1, 4)
    assert reminders.reconcile().total == 0


def test_deeds_about_what_is_gone_do_nothing(marie, stage):
    consent = Consent.objects.get()
    StagePage.objects.get().delete()
    marie.delete()
    consent.subscription = None
    assert not following.confirm(consent)
    following.leave(marie)
    assert Subscription.objects.count() == 0


def test_deeds_of_who_was_erased_meanwhile_do_nothing(stage, marie, clock_at):
    clock_at("2014-09-02T10:00")
    ask("tour")
    asked = Consent.objects.get(confirmed_at=None)
    personal_data.erase(Subscription.objects.get())

    assert following.confirm(asked) is False
    for deed in (following.pause, following.resume, following.leave):
        deed(marie)
    change(marie, "tour")
    assert (Subscription.objects.count(), Follow.objects.count()) == (0, 0)
