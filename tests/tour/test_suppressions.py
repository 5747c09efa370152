"""Addresses that are not written to any more."""

import json
from datetime import timedelta

import pytest
from django.core import serializers

from tour import clock, suppressions
from tour.models import Bounce, Suppression, SuppressionReason
from tour.suppressions import is_suppressed, lift, note_refusal, suppress, suppressed_among
from tour.tasks import forget_old_bounces

pytestmark = pytest.mark.django_db
MARIE = "Marie.Martin@Mende.example"


def reasons():
    return list(Suppression.objects.values_list("reason", flat=True))


def refuse(status, message_id="a", address=MARIE, said=""):
    return note_refusal(address, message_id=message_id, status=status, said=said)


def test_suppressed_address_is_known_in_whatever_case():
    suppress(MARIE, SuppressionReason.REFUSED)
    assert [is_suppressed(each) for each in (MARIE.lower(), f" {MARIE.upper()} ", "m@mende.example", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_suppressed_among_several_takes_one_query(django_assert_num_queries, count):
    addresses = [f"A{number}@mende.example" for number in range(count)]
    for address in addresses:
        suppress(address.lower(), SuppressionReason.REFUSED)
    with django_assert_num_queries(1):
        assert suppressed_among([*addresses, "autre@mende.example"]) == set(addresses)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"550 5.1.1 <{MARIE}>: User\r\n unknown", "550 5.1.1 <…>: User unknown"),
        ("550 unknown user: marie.martin", "550 unknown user: …"),
        ("no mailbox marie.martin%40mende.example, see autre@mende.example", "no mailbox …%40mende.example, see …"),
        ("\x00" + "x" * 400, "x" * 200),
    ],
)
def test_nothing_that_is_kept_holds_the_address(said, kept):
    suppress(MARIE, SuppressionReason.REFUSED, said)
    refuse("4.2.2", said=said)

    assert Suppression.objects.get().said == kept
    dump = serializers.serialize("json", [*Suppression.objects.all(), *Bounce.objects.all()]).lower()
    assert ("marie" in dump, len(json.loads(dump))) == (False, 2)


def test_name_before_a_plus_is_no_more_kept_than_the_whole():
    said = "550 marie.martin+tour: user marie.martin unknown"
    assert suppressions.without_address(said, "Marie.Martin+tour@mende.example") == "550 …: user … unknown"


def test_address_with_an_apostrophe_is_not_kept_in_part():
    said = "550 <jean-paul.d'arc@mende.example> unknown, nor is autre@mende.example"
    assert suppressions.without_address(said, "Jean-Paul.d'Arc@mende.example") == "550 <…> unknown, nor is …"


def test_reason_that_weighs_more_is_kept():
    for reason, kept in (
        (SuppressionReason.UNREACHABLE, SuppressionReason.UNREACHABLE),
        (SuppressionReason.REFUSED, SuppressionReason.UNREACHABLE),
        (SuppressionReason.BY_HAND, SuppressionReason.BY_HAND),
        (SuppressionReason.COMPLAINT, SuppressionReason.COMPLAINT),
        (SuppressionReason.BY_HAND, SuppressionReason.COMPLAINT),
    ):
        suppress(MARIE, reason)
        assert reasons() == [kept]


@pytest.mark.parametrize("status", ["5.1.1", "5.0.0", "5.1.2", "5.1.10", "5.2.1", "5.4.1", "5.4.4", "5.5.0"])
def test_refusal_for_good_suspends_at_once(status):
    assert refuse(status) is True
    assert (reasons(), Bounce.objects.count()) == ([SuppressionReason.REFUSED], 0)


@pytest.mark.parametrize(
    "status",
    ["4.2.2", "4.4.7", "5.2.2", "5.3.0", "5.3.4", "5.4.6", "5.4.14", "5.5.1", "5.5.2", ""],
)
def test_refusal_for_now_suspends_the_third_time(status):
    told = []
    for message_id in ("a", "b", "c"):
        told.append((refuse(status, message_id), reasons()))
    assert told == [(False, []), (False, []), (False, [SuppressionReason.UNREACHABLE])]


@pytest.mark.parametrize("status", ["5.1.7", "5.1.8", "5.6.0", "5.7.1", "5.7.26", "5.7.606", "4.7.0"])
def test_refusal_of_our_server_or_text_never_suspends(status):
    """One list that names our server would suspend everybody at the providers who read it."""
    told = [refuse(status, message_id) for message_id in ("a", "b", "c", "d")]
    assert (told, reasons(), Bounce.objects.count()) == ([False] * 4, [], 0)


def test_same_mail_counts_once_and_each_address_for_itself():
    for _time in range(3):
        refuse("4.2.2", "a")
    for address in (MARIE, "b@mende.example", "c@mende.example"):
        refuse("4.2.2", "b", address)
    assert (reasons(), Bounce.objects.count()) == ([], 4)


def test_refusals_of_more_than_two_weeks_do_not_count(clock_at):
    for day, message_id in (("01", "a"), ("02", "b"), ("15", "c")):
        clock_at(f"2014-10-{day}T09:00")
        refuse("4.2.2", message_id)
    assert reasons() == []
    clock_at("2014-10-16T08:59")
    refuse("4.2.2", "d")
    assert reasons() == [SuppressionReason.UNREACHABLE]


def test_lifted_address_is_written_to_and_begins_anew():
    for message_id in ("a", "b", "c"):
        refuse("4.2.2", message_id)
    assert [lift(MARIE.lower()), lift(MARIE), is_suppressed(MARIE)] == [True, False, False]
    refuse("4.2.2", "d")
    assert not is_suppressed(MARIE)


def test_refusals_are_lifted_after_six_months_and_nothing_else(clock_at):
    begun = clock_at("2014-10-01T09:00")
    for reason in SuppressionReason.values:
        suppress(f"{reason}@mende.example", reason)
    refuse("4.2.2")
    clock_at((begun + suppressions.REFUSALS_HOLD_FOR - timedelta(seconds=1)).isoformat())
    suppress(MARIE, SuppressionReason.REFUSED)
    suppressions.forget_old()
    assert (len(reasons()), Bounce.objects.count()) == (5, 0)

    clock_at((clock.now() + timedelta(seconds=1)).isoformat())
    forget_old_bounces()

    assert sorted(reasons()) == [SuppressionReason.BY_HAND, SuppressionReason.COMPLAINT, SuppressionReason.REFUSED]
    assert is_suppressed(MARIE)


def test_hash_depends_on_the_secret(settings):
    suppress(MARIE, SuppressionReason.REFUSED)
    settings.SECRET_KEY = "another"
    assert not is_suppressed(MARIE)
