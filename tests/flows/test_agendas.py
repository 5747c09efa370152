"""A reader's agenda follows the Tour: two programs that nobody here wrote import and subscribe, again and again.

khal imports a file as one does by hand, and knows an event again by its UID. vdirsyncer subscribes to the address by
HTTP and keeps what it holds in a folder.
"""

import re
import subprocess
from datetime import date, time

import pytest
from django.core.cache import cache

from stages.enums import StageStatus
from stages.models import StagePage
from tests.factories import publish

pytestmark = pytest.mark.agendas

KHAL = """
[calendars]
[[tour]]
path = {folder}/khal
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = tour
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair tour]
a = "site"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/vdir/"
fileext = ".ics"
"""


def run(folder, *command):
    done = subprocess.run(
        command,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=["khal", "vdirsyncer"])
def agenda(request, tmp_path, live_site):
    """Return a function: read the calendar again, and say what the agenda holds now.

    A list of (title, status, day, hour, sequence), from the events' own lines.
    """
    (tmp_path / "khal").mkdir()
    (tmp_path / "vdir").mkdir()
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path, zone="Europe/Paris"))
    url = f"{live_site}/calendrier.ics?edition=tour-2014"
    (tmp_path / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=tmp_path, url=url))
    vdirsyncer = ["/usr/bin/vdirsyncer", "-c", str(tmp_path / "vdirsyncer.conf")]

    def read_khal(client):
        file = tmp_path / "tour.ics"
        file.write_bytes(client.get("/calendrier.ics?edition=tour-2014").content)
        khal = ["/usr/bin/khal", "-c", str(tmp_path / "khal.conf")]
        run(tmp_path, *khal, "import", "--batch", "-a", "tour", str(file))
        said = "{title}|{status}|{start-date}|{start-time}"
        listed = run(tmp_path, *khal, "list", "--day-format", "", "--format", said, "2014-10-01", "90d")
        return listed, tmp_path / "khal"

    def read_vdirsyncer(client):
        run(tmp_path, *vdirsyncer, "discover")
        run(tmp_path, *vdirsyncer, "sync")
        return "", tmp_path / "vdir"

    def read(client):
        cache.clear()
        listed, folder = {"khal": read_khal, "vdirsyncer": read_vdirsyncer}[request.param](client)
        events = sorted(event_in(file.read_text()) for file in folder.glob("*.ics"))
        if request.param == "khal":
            shown = sorted(tuple(part.strip() for part in line.split("|")) for line in listed.splitlines() if line)
            assert shown == [(title, status, day, hour) for title, status, day, hour, _sequence in events]
        return events

    return read


def event_in(text):
    """(title, status, day, hour, sequence) of the one event in a file."""
    (event,) = re.findall(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", re.sub(r"\r?\n ", "", text), re.DOTALL)
    value = {name: re.search(rf"^{name}[;:].*?([^:;]*)\r?$", event, re.MULTILINE)[1] for name in ("STATUS", "SEQUENCE")}
    title = re.search(r"^SUMMARY[^:]*:(.*?)\r?$", event, re.MULTILINE)[1].replace("\\,", ",")
    starts = re.search(r"^DTSTART[^:]*:(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?", event, re.MULTILINE)
    hour = f"{starts[4]}:{starts[5]}" if starts[4] else ""
    return title, value["STATUS"], f"{starts[1]}-{starts[2]}-{starts[3]}", hour, int(value["SEQUENCE"])


def test_what_changes_arrives_in_the_agenda(agenda, client):
    mende = StagePage.objects.get(slug="mende")
    assert agenda(client) == [("Mende", "CONFIRMED", "2014-10-09", "08:30", 0)]

    publish(mende, starts_on=date(2014, 10, 16), opening_time=time(9))
    assert agenda(client) == [("Mende", "CONFIRMED", "2014-10-16", "09:00", 1)]

    publish(mende, title="Mende, POLeN", slug="mende-polen")
    publish(mende, status=StageStatus.POSTPONED)
    assert agenda(client) == [("Reportée\u00a0: Mende, POLeN", "TENTATIVE", "2014-10-16", "09:00", 2)]

    publish(mende, status=StageStatus.CANCELLED, status_note="La salle est fermée.")
    assert agenda(client) == [("Annulée\u00a0: Mende, POLeN", "CANCELLED", "2014-10-16", "09:00", 3)]


def test_unchanged_calendar_changes_nothing(agenda, client):
    first = agenda(client)
    assert agenda(client) == first
