"""The address of a stage's card, and who points to it."""

import json
import re
from html import unescape
from io import BytesIO

import pytest
from django.core.cache import cache
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from stages.domain.share_card import card_of
from stages.models import EditionPage, StagePage
from tests.bench.measures import queries_of
from tests.factories import (
    EditForm,
    EditionPageFactory,
    ImageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    StagePageFactory,
)
from tour.french import NBSP

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]

FOR_EVER = "immutable, max-age=31536000, public"
SHORTLY = "max-age=300, public"


@pytest.fixture
def fresh_cache():
    cache.clear()


@pytest.fixture
def mende(home):
    edition = EditionPageFactory(title="Tour 2014")
    return StagePageFactory(parent=edition, title="Mende", slug="mende", exact=True, located=True, position=5)


@pytest.fixture
def shared(client):
    """Return a function: the Open Graph tags of a page's picture."""

    def read(page):
        html = client.get(page.url).content.decode()
        return {
            name: unescape(text)
            for name, text in re.findall(r'<meta property="(og:image[^"]*)" content="(.*?)">', html)
        }

    return read


def cache_control(response):
    return ", ".join(sorted(response["Cache-Control"].split(", ")))


def path_of(tags):
    """The address of the shared picture on this site."""
    return re.sub(r"^https?://[^/]+", "", tags["og:image"])


def test_page_of_a_stage_points_to_its_card(client, mende, shared):
    tags = shared(mende)
    digest = card_of(mende, "Tour 2014").digest

    assert tags == {
        "og:image": f"{mende.full_url}carte.png?v={digest}",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": (
            f"Une borne routière au bord d’une route. Étape{NBSP}5 · Tour 2014{NBSP}: Mende. "
            f"Jeudi 9{NBSP}octobre 2014. Mende (Lozère). Tour de France du Télétravail et des Tiers-Lieux."
        ),
    }
    response = client.get(path_of(tags))
    image = Image.open(BytesIO(response.content))
    assert (response["Content-Type"], image.format, image.size) == ("image/png", "PNG", (1200, 630))
    assert (cache_control(response), response["ETag"]) == (FOR_EVER, f'"{digest}"')


def test_search_engines_are_told_of_the_card(client, mende, shared):
    html = client.get(mende.url).content.decode()
    event = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])

    assert event["image"] == shared(mende)["og:image"]


def test_page_with_a_photo_shares_its_card_and_shows_the_photo(client, home, shared):
    stage = StagePageFactory(photo=ImageFactory(description="La salle vue du fond"))

    assert "carte.png?v=" in shared(stage)["og:image"]
    assert 'alt="La salle vue du fond"' in client.get(stage.url).content.decode()


def test_other_pages_share_what_they_did(mende, shared):
    for page in (mende.get_parent(), PressReleasePageFactory(parent=mende)):
        assert list(shared(page)) == ["og:image", "og:image:alt"]
        assert path_of(shared(page)) == "/static/img/partage.png"


@pytest.mark.parametrize("make_venue", [lambda: PlacePageFactory(title="POLeN"), lambda: None])
def test_page_and_picture_agree_whatever_the_stage(client, mende, shared, make_venue):
    mende.venue, mende.venue_name, mende.status = make_venue(), "Salle des fêtes", "postponed"
    mende.save()

    assert cache_control(client.get(path_of(shared(mende)))) == FOR_EVER


def test_page_and_picture_agree_under_a_draft_edition(client, mende, shared):
    EditionPage.objects.update(live=False)
    tags = shared(mende)

    assert "2014 :" not in tags["og:image:alt"].replace(NBSP, " ")
    assert cache_control(client.get(path_of(tags))) == FOR_EVER


def test_address_and_picture_change_with_the_stage(client, mende, shared):
    before = path_of(shared(mende))
    first = client.get(before).content
    mende.status = "cancelled"
    mende.save()
    after = path_of(shared(mende))

    assert after != before
    response = client.get(before)
    assert (response.content != first, cache_control(response)) == (True, SHORTLY)
    assert client.get(after).content == response.content


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789abcdef", "?v=%00"])
def test_address_without_the_present_digest_is_good_for_a_while(client, mende, query):
    response = client.get(f"{mende.url}carte.png{query}")

    assert (response.status_code, cache_control(response)) == (200, SHORTLY)


def test_picture_that_one_has_is_not_sent_again(client, mende):
    etag = client.get(f"{mende.url}carte.png")["ETag"]
    same = client.get(f"{mende.url}carte.png", headers={"if-none-match": etag})
    other = client.get(f"{mende.url}carte.png", headers={"if-none-match": '"another"'})

    assert (same.status_code, same.content, same["ETag"], cache_control(same)) == (304, b"", etag, SHORTLY)
    assert (other.status_code, len(other.content) > 1000) == (200, True)


def test_picture_is_kept_under_its_digest(client, mende):
    digest = card_of(mende, "Tour 2014").digest
    drawn = client.get(f"{mende.url}carte.png").content

    assert cache.get(f"share-card:{digest}") == drawn
    cache.set(f"share-card:{digest}", b"kept")
    assert client.get(f"{mende.url}carte.png").content == b"kept"


def test_picture_is_the_same_for_everybody(client, mende):
    response = client.get(f"{mende.url}carte.png")

    assert (response.has_header("Vary"), response.cookies) == (False, {})


def test_picture_is_only_read(client, mende):
    address = f"{mende.url}carte.png"
    head = client.head(address)

    assert (head.status_code, head.content) == (200, b"")
    assert [getattr(client, verb)(address).status_code for verb in ("post", "put", "delete")] == [405, 405, 405]


def test_stage_that_nobody_may_see_has_no_picture(client, mende):
    address = f"{mende.url}carte.png"
    PageViewRestriction.objects.create(page=mende, restriction_type="password", password="secret")
    private = client.get(address).status_code
    PageViewRestriction.objects.all().delete()
    StagePage.objects.update(live=False)

    assert (private, client.get(address).status_code) == (404, 404)


@pytest.mark.parametrize(
    "address", ["/tour-2014/carte.png", "/carte.png", "/tour-2014/nulle-part/carte.png", "/a/carte.png"]
)
def test_address_of_no_stage_is_not_found(client, mende, address):
    assert client.get(address).status_code == 404


def test_former_address_leads_to_the_picture(client, mende):
    site = Site.objects.get(is_default_site=True)
    Redirect.objects.create(old_path="/tour-2014/lozere", site=site, redirect_page=mende)

    assert client.get("/tour-2014/lozere/carte.png?v=1")["Location"].endswith("/tour-2014/mende/carte.png?v=1")


def test_page_of_a_stage_asks_the_database_for_nothing_more(client, mende):
    """The itinerary is read once, and lends the card the venue of the stage."""
    mende.venue = PlacePageFactory(title="POLeN")
    mende.save()
    client.get(mende.url)
    queries = queries_of(client, mende.url)

    assert sum('AS "is_over"' in query for query in queries) == 1
    assert sum('"partners_placepage"' in query and 'AS "is_over"' not in query for query in queries) <= 1


def test_preview_of_a_new_stage_points_to_no_card(editor, home):
    form = EditForm(editor, model=StagePage, parent=EditionPageFactory()).fill(title="Mende", slug="mende")
    html = form.preview().content.decode()

    assert ["<h1>Mende</h1>" in html, "img/partage.png" in html, "carte.png" in html] == [True, True, False]


def test_preview_of_a_stage_points_to_the_card_that_it_would_have(editor, mende):
    html = EditForm(editor, mende).fill(title="Mende en Lozère").preview().content.decode()
    mende.title = "Mende en Lozère"

    assert f"/tour-2014/mende/carte.png?v={card_of(mende, 'Tour 2014').digest}" in html
