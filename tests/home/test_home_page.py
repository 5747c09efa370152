"""Where the Tour stands, on the home page."""

import re

import pytest
from django.utils.html import strip_tags

from tests.factories import EditionPageFactory, PersonIndexPageFactory, PersonPageFactory, StagePageFactory

pytestmark = pytest.mark.django_db

BEFORE, DURING, AFTER = "2014-10-08T12:00", "2014-10-09T09:30", "2014-10-09T18:00"


@pytest.fixture
def stands(client, clock_at, home):
    """Return a function: what the home page says of the Tour at an instant."""
    EditionPageFactory(year=2014)

    def read(at):
        clock_at(at)
        html = client.get("/").content.decode()
        said = re.search(
            r'<div class="home-hero__next">(.*?)<svg|<div class="home-hero__next">(.*?)</section>', html, re.DOTALL
        )
        return " ".join(strip_tags(said[1]).split()).replace("\u00a0", " ")

    return read


def test_tour_that_has_not_left_says_what_comes(stands):
    StagePageFactory(title="Mende", timed=True, position=1)

    assert stands(BEFORE).startswith("Le Tour n’est pas encore parti.")


def test_first_stage_under_way_is_the_present(stands):
    StagePageFactory(title="Mende", timed=True, position=1)
    said = stands(DURING)

    assert ("pas encore parti" in said, "En ce moment" in said) == (False, True)


def test_tour_that_is_over_says_so(stands):
    StagePageFactory(title="Paris", unknown=True, position=1)
    StagePageFactory(title="Mende", timed=True, position=2)

    assert stands(AFTER).startswith("Le Tour 2014 est arrivé : ses 2 étapes sont derrière lui.")


def test_tour_whose_last_stage_is_postponed_has_not_arrived(stands):
    StagePageFactory(title="Mende", timed=True, position=1)
    StagePageFactory(title="Paris", postponed=True, position=2)

    assert stands(AFTER).startswith("1 étape derrière nous. La suite est reportée : dates à confirmer")


def test_tour_that_is_cancelled_says_so(stands):
    StagePageFactory(title="Mende", timed=True, position=1, cancelled=True)

    assert stands(AFTER).startswith("Les étapes du Tour 2014 sont annulées.")


def test_directories_follow_the_french_alphabet(client, home):
    for family in ("Zola", "Évrard", "Durand"):
        PersonPageFactory(title=f"Camille {family}", family_name=family)
    html = client.get(PersonIndexPageFactory().url).content.decode()

    assert re.findall(r"Camille (\w+)</a>", html) == ["Durand", "Évrard", "Zola"]


@pytest.mark.parametrize(("at", "is_offered"), [(BEFORE, True), (DURING, True), (AFTER, False)])
def test_next_stage_can_be_followed_from_there(stands, client, at, is_offered):
    stage = StagePageFactory(title="Mende", timed=True, position=1)
    said = stands(at)

    assert ("Suivre cette étape par e-mail" in said) == is_offered
    assert (f'href="/suivre/?etape={stage.url}"' in client.get("/").content.decode()) == is_offered
