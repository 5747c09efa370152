"""The account finds every way in which a mail can be lost, doubled or told wrongly."""

import pytest

from tests.torture.account import Account, Row


def rows(**states):
    """Rows named after the keywords, each to an address of its own, due at 100."""
    return [Row(key, f"{key}@x.example", state, 100.0) for key, state in states.items()]


def came(*keys, at=101.0):
    return [{"at": at, "accepted": key, "to": f"{key}@x.example"} for key in keys]


REFUSED = [{"at": 101.0, "refused": "c@x.example", "answer": "550 no"}]


def test_account_of_what_went_well_finds_nothing():
    account = Account(rows(a="sent", b="uncertain", c="failed", d="uncertain"), [*came("a", "b"), *REFUSED], planned=4)
    assert account.faults == {}
    assert account.uncertain_that_came == 1


@pytest.mark.parametrize(
    ("kept", "lines", "fault"),
    [
        ({}, [], {"rows lost or made twice": [0]}),
        ({"a": "sent", "b": "sent"}, came("a", "b"), {"rows lost or made twice": [2]}),
        ({"a": "due"}, [], {"still open": ["a"]}),
        ({"a": "sending"}, [], {"still open": ["a"]}),
        ({"a": "retry"}, came("a"), {"still open": ["a"]}),
        ({"a": "sent"}, [], {"sent, the server says no": ["a"]}),
        ({"a": "sent"}, came("a", "b"), {"received, of no row": ["b"]}),
        ({"a": "sent"}, came("a", "a"), {"second copies": ["a"]}),
        ({"c": "failed"}, [*came("c"), *REFUSED], {"received, the row says no": ["c"]}),
        ({"a": "failed"}, REFUSED, {"failed, but not refused": ["a"]}),
        ({"a": "expired"}, [], {"ended without a cause": ["a"]}),
        (
            {"a": "cancelled"},
            came("a"),
            {"received, the row says no": ["a"], "ended without a cause": ["a"]},
        ),
    ],
)
def test_account_finds_the_fault(kept, lines, fault):
    assert Account(rows(**kept), lines, planned=1).faults == fault


def test_copy_that_a_person_sent_is_no_fault():
    assert Account(rows(a="sent"), came("a", "a"), planned=1, repeated=frozenset("a")).faults == {}
    assert Account(rows(a="sent"), came("a", "a", "a"), planned=1, repeated=frozenset("a")).faults == {
        "second copies": ["a"]
    }


def test_cancelled_is_no_fault_of_an_address_that_was_refused():
    assert Account(rows(c="cancelled"), REFUSED, planned=1).faults == {}


def test_cancelled_is_no_fault_where_it_was_asked_for():
    assert Account(rows(a="cancelled"), [], planned=1, ends=("cancelled",)).faults == {}


def test_lateness_is_that_of_the_first_copy():
    account = Account(rows(a="sent", b="sent"), [*came("a"), *came("b", at=107.5), *came("b", at=900.0)], planned=2)
    assert account.lateness == {"p50": 7.5, "p99": 7.5, "max": 7.5}


def test_table_tells_counts_and_faults():
    table = Account(rows(a="sent", b="due"), came("a"), planned=2).table()
    assert "| of them sent | 1 |" in table
    assert "| FAULT: still open | 1: b |" in table
