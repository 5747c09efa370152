"""The announcements, as readers of Atom and RSS read them."""

from datetime import date, time

import feedparser
import pytest
from wagtail.models import PageViewRestriction

from stages.domain.announcements import announcements
from stages.enums import StageStatus
from stages.models import StagePage
from tests.factories import PressReleasePageFactory, StagePageFactory, publish

pytestmark = pytest.mark.django_db

HOSTILE = "Mende ]]> <script>alert(1)</script> & « 🚲 », \x02\x0b; " + "é" * 200


@pytest.fixture
def tour(clock_at):
    """Mende announced on 1 September, moved on the 2nd, cancelled on the 3rd; a release the same day."""
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(title="Mende", slug="mende", timed=True, located=True, published=True)
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16), opening_time=time(8, 30))
    clock_at("2014-09-03T10:00")
    publish(stage, status=StageStatus.CANCELLED, status_note="La salle est fermée.")
    PressReleasePageFactory(parent=stage, title="Communiqué", summary="Le résumé.", issued=True, published=True)
    PressReleasePageFactory(parent=stage, title="Projet", published=True)
    return stage


@pytest.mark.parametrize(("path", "kind"), [("/annonces.atom", "atom10"), ("/annonces.rss", "rss20")])
def test_feed_tells_what_was_announced(client, tour, path, kind):
    feed = feedparser.parse(client.get(path).content)
    assert (feed.version, bool(feed.bozo)) == (kind, False)
    told = {entry.title: entry.link for entry in feed.entries}
    assert told == {
        "Mende\u00a0: étape annulée": tour.full_url,
        "Mende\u00a0: nouvelle date, jeudi 16\u00a0octobre 2014": tour.full_url,
        "Mende\u00a0: étape annoncée": tour.full_url,
        "Communiqué de presse\u00a0: Communiqué": f"{tour.full_url}communique/",
    }
    assert len({entry.id for entry in feed.entries}) == 4
    assert all(entry.id.startswith("urn:uuid:") for entry in feed.entries)


@pytest.mark.parametrize("path", ["/annonces.atom", "/annonces.rss"])
def test_feed_gives_the_addresses_of_the_settings_whoever_asks(client, tour, settings, path):
    settings.WAGTAILADMIN_BASE_URL = "https://tour.example"
    feed = feedparser.parse(client.get(path, headers={"host": "autre.example"}).content).feed
    assert feed.link == "https://tour.example/calendrier/"
    assert [link.href for link in feed.links if link.rel == "self"] == [f"https://tour.example{path}"]


def test_change_is_told_with_what_was_before(tour):
    told = {news.title: news.text.split("\n") for news in announcements()}
    assert told["Mende\u00a0: nouvelle date, jeudi 16\u00a0octobre 2014"] == [
        "Date\u00a0: jeudi 16\u00a0octobre 2014 (auparavant\u00a0: jeudi 9\u00a0octobre 2014).",
        "Horaires\u00a0: de 8\u00a0h\u00a030 à 18\u00a0h (auparavant\u00a0: de 9\u00a0h à 18\u00a0h).",
        "Lieu\u00a0: Mende (Lozère).",
    ]
    assert told["Mende\u00a0: étape annulée"][0] == "La salle est fermée."


def test_newest_comes_first_and_only_so_many(tour, clock_at):
    ours = [news for news in announcements() if "Communiqué" not in news.title]
    assert [news.announced_at.day for news in ours] == [3, 2, 1]
    assert len(announcements(limit=2)) == 2


def test_identity_outlives_a_new_title_and_address(tour):
    before = {news.identity for news in announcements()}
    publish(tour, title="Mende, POLeN", slug="polen")
    assert {news.identity for news in announcements()} == before


def test_hidden_pages_are_not_told(client, tour):
    PageViewRestriction.objects.create(page=tour, restriction_type="password", password="secret")
    assert announcements() == []
    assert "Mende" not in client.get("/annonces.atom").content.decode()


@pytest.mark.parametrize("path", ["/annonces.atom", "/annonces.rss"])
def test_any_title_comes_back(client, path, clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(timed=True, published=True)
    StagePage.objects.filter(pk=stage.pk).update(title=HOSTILE[:255])
    feed = feedparser.parse(client.get(path).content, sanitize_html=False)
    assert not feed.bozo
    (entry,) = feed.entries
    kept = HOSTILE[:255].replace("\x02\x0b", "")
    assert entry.title == f"{kept}\u00a0: étape annoncée"


@pytest.mark.parametrize("path", ["/annonces.atom", "/annonces.rss"])
def test_feed_that_did_not_change_is_not_sent_again(client, path, clock_at):
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(timed=True, published=True)
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    publish(stage, starts_on=date(2014, 10, 16))
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_announcements(count, django_assert_num_queries):
    for _ in range(count):
        stage = StagePageFactory(timed=True, published=True)
        publish(stage, starts_on=date(2014, 10, 16))
        PressReleasePageFactory(parent=stage, issued=True, published=True)
    announcements()
    with django_assert_num_queries(4):
        assert len(announcements()) == 3 * count
