"""Marie, who follows Mende or asks to: of the tests of following. Modules that tell of another stage make their own."""

import pytest

from stages.domain import following
from stages.models import Consent, Subscription
from tests.factories import StagePageFactory
from tests.stages.views.marie import MARIE, of


@pytest.fixture
def stage(home, clock_at):
    """Mende, on 9 October 2014 from 9 to 18 h; it is 1 September."""
    clock_at("2014-09-01T10:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende", slug="mende")


@pytest.fixture
def marie(stage):
    following.ask(email=MARIE, targets=[of(stage)], page="/suivre/", wording="Je demande…", ip="")
    following.confirm(Consent.objects.get())
    return Subscription.objects.get()


@pytest.fixture
def request_of_marie(stage):
    following.ask(email=MARIE, targets=[of(stage)], page="/suivre/", wording="Je demande…", ip="")
    return Consent.objects.get()
