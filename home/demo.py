"""The documented Tour: editions 2012 and 2014, in a site that never held one; the demonstration's accounts, followers.

One transaction each, once. From then on it belongs to the editors: a second run reads one row and leaves.
"""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.db import transaction
from wagtail.models import PageLogEntry

from home import followers
from home.bootstrap import NATIONAL_TEAM
from home.demo_data.followers import FOLLOWERS
from home.demo_loader import load_all
from home.models import HomePage
from partners.models import PartnerPage
from stages.models import Consent, EditionPage, ReminderRule, StagePage
from stages.models.reminder import CHANGING_HOUR, FURTHEST
from tour import clock
from tour.french import clock_time
from tour.models import Theme

PASSWORD = "etape-2014-demo"
#: Long enough for the site to be prepared and opened before the first reminder leaves.
FIRST_REMINDER = timedelta(minutes=3)


def run(*, accounts: bool = False) -> str:
    """Load the Tour where there never was one; with ``accounts``, also the demonstration's. Return what to say.

    Raises CommandError for ``accounts`` where the clock is the real one, or before ``bootstrap_site``.
    """
    if accounts and not clock.is_demo():
        raise CommandError("Les comptes de démonstration demandent l’horloge de démonstration (TOUR_CLOCK_START).")
    if not HomePage.objects.exists():
        raise CommandError("Le site n’existe pas encore\u00a0: lancez d’abord «\u00a0bootstrap_site\u00a0».")
    said = [load()]
    if accounts:
        said += [f"  {role}\u00a0: {email} / {PASSWORD}" for role, email in make_accounts()]
        if reminded_at := make_followers():
            said.append(
                f"  des adresses fictives suivent le Tour\u00a0: un rappel de Mende leur part à "
                f"{clock_time(reminded_at)}, à l’heure du site"
            )
    return "\n".join(said)


def has_held_an_edition() -> bool:
    """Whether there is an edition, or the site's history tells of one."""
    if EditionPage.objects.exists():
        return True
    return PageLogEntry.objects.filter(content_type__app_label="stages", content_type__model="editionpage").exists()


@transaction.atomic
def load() -> str:
    if has_held_an_edition():
        return "Le Tour est déjà là\u00a0: rien n’est changé."
    load_all(HomePage.objects.get())
    return "Le Tour documenté est chargé\u00a0: éditions 2012 et 2014."


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


@transaction.atomic
def make_followers() -> time | None:
    """Make followers where nobody ever asked to follow anything; return when they are first reminded, if they are.

    The demonstration begins the day before the national reminder of Mende (J−7): whoever starts it would see no mail
    before the next morning. So Mende gets a reminder of its own, as its organisers could add one on its screen, which
    falls in a few minutes. The rest is the site's doing: it is planned, checked, sent and accounted for like any other.
    """
    mende = StagePage.objects.visible().filter(slug="mende").order_by("-path").first()
    if mende is None or Consent.objects.exists():
        return None
    reminded_at = add_reminder(mende)
    themes = set(Theme.objects.values_list("name", flat=True))
    for follower in FOLLOWERS:
        if follower.get("theme", "") in {"", *themes}:  # the vocabulary is the national team's
            followers.follow(**follower)
    return reminded_at


def add_reminder(stage: StagePage) -> time | None:
    """Add a reminder that falls in some minutes, if ``stage`` is near enough ahead; return its civil time."""
    moment = (clock.now() + FIRST_REMINDER).astimezone(ZoneInfo(stage.time_zone))
    at = moment.time().replace(second=0, microsecond=0)
    days = (moment.date() - stage.starts_on).days if stage.starts_on else 0
    if not -FURTHEST <= days < 0 or CHANGING_HOUR[0] <= at < CHANGING_HOUR[1]:
        return None
    ReminderRule.objects.create(stage=stage, days=days, at=at)
    return at
