"""The teams of the Tour: one for each stage and each partner, by the rules of an edition."""

from partners.models import PartnerPage
from stages.models import EditionPage, PersonPage, StagePage
from tour import teams
from tour.models import Team


def provision(page: StagePage | PartnerPage) -> Team | None:
    """The team of a stage or partner, made or brought up to date; None for an alias, which its source's team keeps."""
    if page.alias_of_id is not None:
        return None
    return teams.provision(page, **rules_for(page, edition_of(page)))


def rules_for(page, edition: EditionPage | None) -> dict:
    """What ``edition`` makes of the team of a page: its name, what it may."""
    return {
        "name": f"{page.title} – {edition.title}" if isinstance(page, StagePage) and edition else page.title,
        "may_publish": edition is None or not edition.reviews_changes,
        "may_invite": edition is None or edition.organisers_may_invite,
    }


def edition_of(page) -> EditionPage | None:
    """The edition whose rules hold for a page: a stage's own; for partners, the newest that is published."""
    if isinstance(page, StagePage):
        return EditionPage.objects.ancestor_of(page).first()
    return newest_edition()


def newest_edition() -> EditionPage | None:
    return EditionPage.objects.live().newest_first().first()


def follow_edition(edition: EditionPage):
    """Bring up to date the teams of the stages of ``edition``, and of partners, for which other rules hold now.

    Four queries when there are none.
    """
    # As it is stored: what was published may be a draft whose hour is to come.
    of_stages = EditionPage.objects.get(pk=edition.pk)
    for pages, rules in ((StagePage.objects.child_of(edition), of_stages), (PartnerPage.objects, newest_edition())):
        for page in pages.filter(alias_of=None).select_related("team__collection").defer("body"):
            if not teams.follows(page, **rules_for(page, rules)):
                provision(page)


def entrust_person(person: PersonPage):
    """Let the team of the stage that keeps ``person``, and no other, edit that page."""
    teams.entrust(person, Team.objects.filter(page=person.kept_by_id).first() if person.kept_by_id else None)


def provision_all():
    """The teams that are missing: on a site that comes from before there were any."""
    for model in (StagePage, PartnerPage):
        for page in model.objects.filter(team=None):
            provision(page)
