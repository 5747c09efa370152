"""The documented Tour: editions 2012 and 2014, in a site that never held one; and the demonstration's accounts.

One transaction, once. From then on it belongs to the editors: a second run reads one row and leaves.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.db import transaction
from wagtail.models import PageLogEntry

from home.bootstrap import NATIONAL_TEAM
from home.demo_loader import load_all
from home.models import HomePage
from partners.models import PartnerPage
from stages.models import EditionPage, StagePage
from tour import clock

PASSWORD = "etape-2014-demo"


def run(*, accounts: bool = False) -> str:
    """Load the Tour where there never was one; with ``accounts``, also the demonstration's. Return what to say.

    Raises CommandError for ``accounts`` where the clock is the real one, or before ``bootstrap_site``.
    """
    if accounts and not clock.is_demo():
        raise CommandError("Les comptes de démonstration demandent l’horloge de démonstration (TOUR_CLOCK_START).")
    if not HomePage.objects.exists():
        raise CommandError("Le site n’existe pas encore : lancez d’abord « bootstrap_site ».")
    said = [load()]
    if accounts:
        said += [f"  {role} : {email} / {PASSWORD}" for role, email in make_accounts()]
    return "\n".join(said)


def has_held_an_edition() -> bool:
    """Whether there is an edition, or the site's history tells of one."""
    if EditionPage.objects.exists():
        return True
    return PageLogEntry.objects.filter(content_type__app_label="stages", content_type__model="editionpage").exists()


@transaction.atomic
def load() -> str:
    if has_held_an_edition():
        return "Le Tour est déjà là : rien n’est changé."
    load_all(HomePage.objects.get())
    return "Le Tour documenté est chargé : éditions 2012 et 2014."


@transaction.atomic
def make_accounts() -> list[tuple[str, str]]:
    """Make the accounts in a site that has none; return (role, address) of those there are.

    From then on they are the national team's: one that was deleted or whose password was changed stays so.
    """
    users = get_user_model().objects
    is_new = not users.exists()
    team = Group.objects.filter(name=NATIONAL_TEAM).first()
    mende = StagePage.objects.filter(slug="mende").order_by("-path").first()
    zevillage = PartnerPage.objects.filter(slug="zevillage").first()
    made = []
    for role, email, name, group in (
        ("équipe nationale", "nationale@tour.example", "Nationale", team),
        ("organisatrice de Mende", "mende@tour.example", "Mende", mende and mende.team.group),
        ("ZeVillage", "zevillage@tour.example", "ZeVillage", zevillage and zevillage.team.group),
    ):
        if is_new and group:
            user = users.create_user(email, PASSWORD, first_name="Démo", last_name=name)
            user.groups.add(group)
        if users.filter(email=email).exists():
            made.append((role, email))
    return made
