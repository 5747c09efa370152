"""Calendar files by HTTP."""

import gzip
from datetime import date, time
from urllib.parse import quote

import pytest
import vobject
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from stages.domain.schedule import record_changes
from stages.models import StagePage
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped_clock(clock_at):
    cache.clear()
    return clock_at("2014-10-01T09:00")


def titles(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(response.content.decode())
    return [event.summary.value for event in getattr(calendar, "vevent_list", [])]


def unfolded(response):
    return response.content.decode().replace("\r\n ", "")


def test_whole_tour_and_any_filter_of_it(client):
    edition = EditionPageFactory(year=2014, slug="tour-2014")
    mende = StagePageFactory(parent=edition, title="Mende", timed=True, rural=True, slug="mende")
    StagePageFactory(parent=edition, title="Paris", exact=True, starts_on=date(2014, 9, 23), cancelled=True)
    StagePartnerFactory(stage=mende, partner=PartnerPageFactory(slug="amrf", title="AMRF"))
    assert titles(client.get("/calendrier.ics")) == ["Annulée\u00a0: Paris", "Mende"]
    assert titles(client.get("/calendrier.ics?type=rurale&edition=tour-2014")) == ["Mende"]
    assert titles(client.get("/calendrier.ics?type=urbaine&partenaire=amrf")) == []
    response = client.get("/calendrier.ics?partenaire=amrf&vue=mois&x=1")
    assert titles(response) == ["Mende"]
    calendar = vobject.readOne(response.content.decode())
    assert calendar.contents["name"][0].value == calendar.contents["x-wr-calname"][0].value
    assert calendar.contents["x-wr-calname"][0].value.endswith("Tiers-Lieux – AMRF")
    assert calendar.source.value == "http://127.0.0.1:8000/calendrier.ics?partenaire=amrf"
    assert calendar.url.value == "http://127.0.0.1:8000/calendrier/?partenaire=amrf"


@pytest.mark.parametrize(
    "asked",
    [
        "theme=inconnu",
        "edition=1999",
        "quand=jamais",
        "alarme=bientot",
        "alarme=0d",
        "q=" + "x" * 10_000,
        "lieu=%F0%9F%9A%B2",
    ],
)
def test_file_for_what_means_nothing_is_not_found(client, asked):
    StagePageFactory(timed=True)
    assert client.get(f"/calendrier.ics?{asked}").status_code == 404


def test_filter_without_a_stage_is_an_empty_file(client):
    ThemeFactory(slug="ruralite")
    assert titles(client.get("/calendrier.ics?theme=ruralite")) == []


def test_alarm_is_in_every_event(client):
    StagePageFactory(timed=True)
    StagePageFactory(exact=True)
    body = client.get("/calendrier.ics?alarme=2h").content.decode()
    assert body.count("TRIGGER:-PT2H") == 2
    assert "VALARM" not in client.get("/calendrier.ics").content.decode()


def test_unchanged_file_is_not_sent_again(client):
    stage = StagePageFactory(timed=True, published=True)
    first = client.get("/calendrier.ics")
    again = client.get("/calendrier.ics", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=300"

    publish(stage, starts_on=date(2014, 10, 16))
    after = client.get("/calendrier.ics", headers={"if-none-match": first["ETag"]})
    assert after.status_code == 200
    assert b"SEQUENCE:1" in after.content
    assert client.get("/calendrier.ics?alarme=1d")["ETag"] != after["ETag"]


@pytest.mark.parametrize("change", ["unpublish", "privacy", "delete", "move", "cancel by hand"])
def test_what_is_no_longer_public_leaves_the_file_at_once(client, clock_at, change):
    stage = StagePageFactory(title="Mende", timed=True, published=True)
    StagePageFactory(title="Paris", timed=True, published=True)
    assert titles(client.get("/calendrier.ics")) == ["Mende", "Paris"]
    if change == "unpublish":
        stage.unpublish()
    elif change == "privacy":
        PageViewRestriction.objects.create(page=stage, restriction_type="password", password="secret")
    elif change == "delete":
        stage.delete()
    elif change == "move":
        hidden = EditionPageFactory(year=2015, slug="tour-2015")
        PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="secret")
        assert titles(client.get("/calendrier.ics")) == ["Mende", "Paris"]
        stage.move(hidden, pos="last-child")
        stage.refresh_from_db()
    else:  # no publication tells: within the hour
        StagePage.objects.filter(pk=stage.pk).update(live=False, title="x")
        clock_at("2014-10-01T10:00")
    assert titles(client.get("/calendrier.ics")) == ["Paris"]
    path = stage.get_url_parts()[2] if change != "delete" else "/tour-2014/mende/"
    assert client.get(f"{path}etape.ics").status_code == 404


def test_file_follows_the_clock_when_its_filter_does(client, clock_at):
    StagePageFactory(title="Mende", timed=True)
    record_changes()
    assert titles(client.get("/calendrier.ics?quand=a-venir")) == ["Mende"]
    clock_at("2014-10-09T17:59")
    assert titles(client.get("/calendrier.ics?quand=a-venir")) == ["Mende"]
    clock_at("2014-10-09T18:00")
    assert titles(client.get("/calendrier.ics?quand=a-venir")) == []
    assert titles(client.get("/calendrier.ics")) == ["Mende"]


def test_text_may_be_what_the_clock_makes_of_a_stage(client, clock_at):
    StagePageFactory(title="Mende", timed=True, closing_time=time(17, 30))
    record_changes()
    clock_at("2014-10-09T17:29")
    assert titles(client.get("/calendrier.ics?q=en cours")) == ["Mende"]
    clock_at("2014-10-09T17:30")
    assert titles(client.get("/calendrier.ics?q=en cours")) == []


def test_file_of_a_stage_is_one_whatever_is_written_behind_its_address(client, django_assert_max_num_queries):
    stage = StagePageFactory(title="Mende", timed=True)
    ProgrammeItemFactory(stage=stage, title="Accueil", timed=True)
    for name in ("etape.ics", "programme.ics"):
        plain = client.get(f"{stage.url}{name}?alarme=1d")
        assert f"SOURCE;VALUE=URI:http://127.0.0.1:8000{stage.url}{name}?alarme=1d\r\n" in unfolded(plain)
        with django_assert_max_num_queries(7):  # the stage and the stamp: it is not built again
            other = client.get(f"{stage.url}{name}?q=tout&theme=inconnu&alarme=1d")
        assert other.content == plain.content


def test_file_is_sent_compressed_to_whoever_reads_it(client):
    StagePageFactory(timed=True)
    plain = client.get("/calendrier.ics")
    packed = client.get("/calendrier.ics", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    assert plain["ETag"] == packed["ETag"]
    assert client.head("/calendrier.ics").content == b""
    assert client.post("/calendrier.ics").status_code == 405


def test_stage_its_programme_and_each_moment_have_a_file(client):
    stage = StagePageFactory(title="Mende", slug="mende", timed=True)
    item = ProgrammeItemFactory(stage=stage, title="Accueil", timed=True)
    unscheduled = ProgrammeItemFactory(stage=stage, title="Sans heure")
    ProgrammeItemFactory(stage=stage, title="Exposé", open_ended=True)
    response = client.get(f"{stage.url}etape.ics")
    assert titles(response) == ["Mende"]
    assert response["Content-Disposition"] == 'attachment; filename="mende.ics"'
    assert titles(client.get(f"{stage.url}programme.ics")) == ["Accueil", "Exposé"]
    assert titles(client.get(f"{stage.url}programme/{item.pk}.ics")) == ["Accueil"]
    for missing in (unscheduled.pk, item.pk + 1000, 10**17):
        assert client.get(f"{stage.url}programme/{missing}.ics").status_code == 404


def test_moment_of_another_stage_has_no_file_here(client):
    here, other = StagePageFactory(timed=True), StagePageFactory(timed=True)
    item = ProgrammeItemFactory(stage=other, timed=True)
    assert client.get(f"{here.url}programme/{item.pk}.ics").status_code == 404


@pytest.mark.parametrize("trait", ["unknown", "period", "draft"])
def test_stage_without_a_day_or_a_page_has_no_file(client, trait):
    stage = StagePageFactory(slug="mende", **{trait: True})
    ProgrammeItemFactory(stage=stage, timed=True)
    for name in ("etape.ics", "programme.ics"):
        assert client.get(f"/tour-2014/mende/{name}".replace("tour-2014", stage.get_parent().slug)).status_code == 404


def test_files_of_a_page_that_moved_are_found_again(client, django_capture_on_commit_callbacks):
    edition = EditionPageFactory(slug="tour-2014")
    stage = StagePageFactory(parent=edition, slug="mende", timed=True, published=True)
    item = ProgrammeItemFactory(stage=stage, timed=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(stage, slug="mende-polen")
    for name in ("etape.ics?alarme=1d", "programme.ics", f"programme/{item.pk}.ics", "widget.html", "carte.png?v=1"):
        response = client.get(f"/tour-2014/mende/{name}")
        assert (response.status_code, response["Location"]) == (301, f"/tour-2014/mende-polen/{name}")
        assert client.get(response["Location"]).status_code == 200
    assert client.get("/tour-2014/mende/")["Location"] == "/tour-2014/mende-polen/"


def test_filters_by_a_page_that_was_renamed_are_found_again(client, django_capture_on_commit_callbacks):
    partner = PartnerPageFactory(slug="zevillage", title="Zevillage", published=True)
    StagePartnerFactory(stage=StagePageFactory(title="Mende", timed=True), partner=partner)
    with django_capture_on_commit_callbacks(execute=True):
        publish(partner, slug="ze-village")
    for path in ("/calendrier.ics", "/calendrier/", "/calendrier/widget/"):
        response = client.get(f"{path}?partenaire=zevillage&type=urbaine")
        assert response.status_code == 301
        assert response["Location"] == f"{path}?partenaire=ze-village&type=urbaine"
        assert client.get(response["Location"]).status_code == 200


def test_redirect_does_not_tell_of_a_hidden_page(client, django_capture_on_commit_callbacks):
    partner = PartnerPageFactory(slug="avant", published=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(partner, slug="apres")
    PageViewRestriction.objects.create(page=partner, restriction_type="password", password="secret")
    assert client.get("/calendrier.ics?partenaire=avant").status_code == 404
    assert client.get("/calendrier/?partenaire=avant").status_code == 200


def test_any_address_below_a_stage_is_answered(client):
    stage = StagePageFactory(timed=True)
    for tail in ("programme/0.ics", "programme/-1.ics", "programme/" + "9" * 30 + ".ics", "etape.ics/", quote("é.ics")):
        assert client.get(f"{stage.url}{tail}").status_code == 404


def test_first_build_and_unchanged_answer_cost_few_queries(client, django_assert_num_queries):
    StagePageFactory(timed=True, published=True)
    cache.clear()
    client.get("/sante/")
    with django_assert_num_queries(14):
        etag = client.get("/calendrier.ics")["ETag"]
    with django_assert_num_queries(5):
        assert client.get("/calendrier.ics", headers={"if-none-match": etag}).status_code == 304
