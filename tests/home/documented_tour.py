"""The documented Tour, for the modules of tests that hold it to its documents; how its texts are compared."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils.html import strip_tags

from home import demo
from stages.models import EditionPage, StagePage


@pytest.fixture(scope="module", autouse=True)
def documented_tour(django_db_setup, django_db_blocker):
    """The documented Tour, loaded once for a module and then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("bootstrap_site", verbosity=0)
        demo.run()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def db():
    """What a test changes is undone after it.

    The name counts: by it pytest-django knows that a test database is needed. Run alone, such a module would otherwise
    work on the database of whoever runs it.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def during_demo(settings):
    settings.TOUR_CLOCK_START = "2014-10-01T09:00"


def plain(text):
    """The words of a text, whatever its markup, its spaces and its apostrophes."""
    text = strip_tags(text.replace("</p>", " ").replace("</h2>", " "))
    return " ".join(text.replace("*", "").replace("’", "'").split())


def signs(text):
    """The same without what French typography puts in its own way: spaces, colons, quotation marks."""
    return re.sub(r"[\s:«»\"]", "", plain(text))


def edition(year):
    return EditionPage.objects.get(year=year)


def stages_of(year):
    return StagePage.objects.child_of(edition(year)).in_tour_order()
