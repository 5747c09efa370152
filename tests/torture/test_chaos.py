"""A minute of chaos (`make torture`: half an hour of it)."""

import pytest

from tests.torture.chaos import SHORT, Chaos

pytestmark = pytest.mark.services


def test_nothing_is_lost_told_wrongly_or_sent_twice_in_chaos(services):
    chaos = Chaos(services, SHORT, seed=1)

    account = chaos.run()

    assert chaos.faults(account) == {}, chaos.table(account)
