"""From the modules of ``home.demo_data`` to pages and rows."""

from django.db.models import Count

from home.bootstrap import publish
from home.demo_data import edition_2012, edition_2014
from home.demo_data.partners import PARTNERS
from home.demo_data.people import PEOPLE
from home.demo_data.places import PLACES
from home.demo_data.sources import SOURCES
from home.models import HomePage
from home.writing import typeset
from partners.models import PartnerIndexPage, PartnerMembership, PartnerName, PartnerPage, PlaceIndexPage, PlacePage
from stages.models import (
    EditionPage,
    EditionPartner,
    Participation,
    PersonFunction,
    PersonIndexPage,
    PersonPage,
    PressContact,
    PressReleasePage,
    ProgrammeItem,
    Publication,
    StagePage,
    StagePartner,
)
from tour.models import Citation, KeyFigure, Source, Theme

#: The rows of a page, by the name of the relation; a role's model depends on the page.
ROWS = {
    "other_names": PartnerName,
    "memberships": PartnerMembership,
    "functions": PersonFunction,
    "contacts": PressContact,
    "citations": Citation,
    "key_figures": KeyFigure,
    "publications": Publication,
    "programme_items": ProgrammeItem,
    "participations": Participation,
}
ROLES = {EditionPage: EditionPartner, StagePage: StagePartner}
#: Fields that name a page by its slug, and which kind it is.
LINKS = {
    "partner": PartnerPage,
    "carrier_partner": PartnerPage,
    "network": PartnerPage,
    "person": PersonPage,
    "venue": PlacePage,
}


def load_all(home):
    """Write every page of the documented Tour under ``home``, in the order in which they point to each other."""
    sources = {entry["code"]: Source.objects.create(**entry) for entry in typeset(SOURCES)}
    load = Loader(sources)
    for model, parent, entries in (
        (PartnerPage, PartnerIndexPage, PARTNERS),
        (PlacePage, PlaceIndexPage, PLACES),
        (PersonPage, PersonIndexPage, PEOPLE),
    ):
        above = parent.objects.get()
        for entry in entries:
            load.page(model, above, entry)
            above.refresh_from_db()
    for edition in (edition_2014, edition_2012):
        home.refresh_from_db()
        page = load.page(EditionPage, home, edition.EDITION)
        for entry in edition.STAGES:
            releases = entry.get("press_releases", [])
            page.refresh_from_db()
            stage = load.page(StagePage, page, {k: v for k, v in entry.items() if k != "press_releases"})
            for release in releases:
                load.page(PressReleasePage, stage, release)
    entrust_persons()
    # The menu follows the tree: the newest edition comes first there.
    EditionPage.objects.order_by("-year").first().move(HomePage.objects.get(), pos="first-child")


def entrust_persons():
    """The team of a stage keeps the pages of those who take part in that one alone."""
    in_one = PersonPage.objects.annotate(stages=Count("participations__item__stage", distinct=True)).filter(stages=1)
    for person in in_one:
        person.kept_by = StagePage.objects.filter(programme_items__participations__person=person).first()
        person.save_revision().publish()


class Loader:
    def __init__(self, sources):
        self.sources = sources
        self.pages = {}

    def page(self, model, above, entry):
        """Publish one page of ``model`` with its rows; return it."""
        entry = typeset(entry)
        themes = entry.pop("themes", [])
        page = self.instance(model, entry)
        if themes:
            page.themes.set(list(Theme.objects.filter(name__in=themes)))
        page = publish(page, under=above)
        self.pages[model, page.slug] = page
        return page

    def instance(self, model, entry):
        """An unsaved ``model`` of a dict: links and sources by name, rows as nested dicts."""
        entry = dict(entry)
        rows = {name: entry.pop(name) for name in [*ROWS, "partner_roles"] if name in entry}
        for name in [name for name in LINKS if isinstance(entry.get(name), str)]:
            entry[name] = self.pages[LINKS[name], entry[name]]
        if isinstance(entry.get("source"), str):
            source = self.sources[entry.pop("source")]
            if model is Publication:
                entry = {"url": source.url, "copy_url": source.copy_url, **entry}
            else:
                entry["source"] = source
        made = model(**entry)
        for name, dicts in rows.items():
            row_model = ROLES[model] if name == "partner_roles" else ROWS[name]
            # Their rank is written down, as a form would: rows without one have no order on PostgreSQL.
            rows_in_order = [self.instance(row_model, {"sort_order": rank, **row}) for rank, row in enumerate(dicts)]
            setattr(made, name, rows_in_order)
        return made
