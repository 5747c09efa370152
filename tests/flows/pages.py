"""One address for each type of public page, in the demonstration's content."""

from wagtail.models import PageViewRestriction

from stages.domain import follow_links, following
from stages.domain.programme_changes import snapshot
from stages.forms.following import WORDING
from stages.models import Consent, ProgrammeRelease, StagePage
from tour.addresses import base_url
from tour.models import BasePage

PAGES = {
    "home": "/",
    "edition": "/tour-2014/",
    "edition archive": "/tour-2012/",
    "stage": "/tour-2014/mende/",
    "stage without programme": "/tour-2014/saint-etienne/",
    "press release": "/tour-2014/mende/communique/",
    "partners": "/partenaires/",
    "partner": "/partenaires/zevillage/",
    "places": "/lieux/",
    "place": "/lieux/polen/",
    "people": "/intervenants/",
    "person": "/intervenants/xavier-de-mazenod/",
    "editorial": "/le-tour/",
    "calendar list": "/calendrier/",
    "calendar month": "/calendrier/?vue=mois&mois=2014-10&type=rurale",
    "calendar map": "/calendrier/?vue=carte",
    "calendar without result": "/calendrier/?type=rurale&edition=tour-2012",
    "search": "/recherche/?q=teletravail",
    "search without result": "/recherche/?q=xyzzy",
    "open data": "/donnees/",
    "follow": "/suivre/?etape=tour-2014/mende",
    "follow thanks": "/suivre/merci/",
    "follow lost link": "/suivre/lien/",
    "programme changes": "/tour-2014/mende/programme/changements/",
    "mailbox": "/boite-aux-lettres/",
}

#: Pages made to be framed on other sites: without header, menu and footer.
FRAMED = {
    "widget": "/calendrier/widget/?partenaire=zevillage",
    "widget of a stage": "/tour-2014/mende/widget.html",
}


def pages_by_link():
    """{name: address} of the pages that only a link of a mail opens: of somebody who follows the Tour, and asks for
    Mende."""
    asked = {"page": "/suivre/", "wording": WORDING, "ip": ""}
    following.ask(email="marie@mende.example", targets=["tour"], **asked)
    consent = Consent.objects.get()
    following.confirm(consent)
    mende = StagePage.objects.get(slug="mende")
    following.ask(email="paul@mende.example", targets=[f"stage:{mende.pk}"], **asked)
    links = {
        "follow confirm": follow_links.confirmation_url(Consent.objects.exclude(pk=consent.pk).get()),
        "follow confirmed": follow_links.confirmation_url(consent),
        "follow manage": follow_links.access_url(consent.subscription),
        "follow erase": f"{follow_links.access_url(consent.subscription)}effacer/",
        "follow leave": follow_links.leaving_url(consent.subscription),
    }
    return {name: link.removeprefix(base_url()) for name, link in links.items()}


def release_a_programme():
    """Give the stage of Mende two versions of its programme: no source documents one, so the demonstration has none."""
    stage = StagePage.objects.get(slug="mende")
    items = snapshot(stage.programme_items.all())
    opening, *others = items
    before = [{**opening, "start": "08:15:00", "participations": []}, *others[1:], {**others[0], "title": "Un moment"}]
    before[-1]["key"] = None
    for number, programme in enumerate([before, items], start=1):
        ProgrammeRelease.objects.create(
            stage=stage, number=number, released_at=f"2014-09-{10 * number}T10:00Z", items=programme
        )
    StagePage.objects.filter(pk=stage.pk).update(programme_version=2)


def protect(path):
    """Keep the page at ``path`` for those who know a password."""
    page = BasePage.objects.get(url_path=f"/accueil{path}")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
