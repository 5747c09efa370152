"""Marie, who follows the stage of Mende, and what is kept of her."""

import pytest
from django.apps import apps
from django.core import serializers

from stages.domain import following
from stages.models import Consent, Subscription
from tests.factories import (
    EditionPageFactory,
    StagePageFactory,
)

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
