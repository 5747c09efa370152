"""What may be required of a stage: the usual list of a new edition, and how each requirement is checked."""

from collections.abc import Callable

from partners.enums import PartnerRole
from stages.domain.stage_facts import StageFacts
from stages.enums import DateKind, RequirementKind
from stages.models import EditionPage, Requirement

#: (kind, days): before the stage's first day when negative, after its last one when positive.
USUAL = (
    (RequirementKind.DATE, -60),
    (RequirementKind.VENUE, -60),
    (RequirementKind.SUMMARY, -60),
    (RequirementKind.REGISTRATION, -30),
    (RequirementKind.PROGRAMME, -30),
    (RequirementKind.SPEAKERS, -21),
    (RequirementKind.PARTNERS, -14),
    (RequirementKind.PHOTO, -14),
    (RequirementKind.PRESS_RELEASE, -14),
    (RequirementKind.RESULTS, 7),
)
ORGANISERS = {PartnerRole.ORGANISER, PartnerRole.LOCAL_ORGANISER}


def provide(edition: EditionPage):
    """Give ``edition``, not stored yet, the usual requirements unless it has some; they are stored with it."""
    if not edition.requirements.all():
        edition.requirements = [
            Requirement(kind=kind, days=days, sort_order=order) for order, (kind, days) in enumerate(USUAL)
        ]


# Each check returns what is missing, in words (empty when the requirement is met), and the field to look at.


def check_date(facts):
    return "" if facts.stage.date_kind == DateKind.EXACT else "Le jour n’est pas fixé.", "date_kind"


def check_venue(facts):
    if not facts.stage.place_name:
        is_chosen = facts.stage.venue_id is not None
        return "La page du lieu n’est pas publiée." if is_chosen else "Le lieu n’est pas indiqué.", "venue"
    return "" if facts.stage.city else "La commune n’est pas indiquée.", "city"


def check_summary(facts):
    return "" if facts.stage.summary else "Le résumé est vide.", "summary"


def check_registration(facts):
    """A price alone says enough where nobody need register: « Entrée libre »."""
    is_told = facts.stage.registration_url or facts.stage.price
    return "" if is_told else "Ni adresse d’inscription, ni tarif.", "registration_url"


def check_programme(facts):
    without_hour = [moment for moment in facts.moments if not moment.is_all_day and moment.start_time is None]
    provisional = [moment for moment in facts.moments if moment.is_provisional]
    words = ""
    if not facts.moments:
        words = "Le programme est vide."
    elif without_hour:
        words = f"{number(without_hour)} sans horaire."
    elif provisional:
        words = f"{number(provisional)} encore à l’état provisoire."
    return words, "programme_items"


def check_speakers(facts):
    return "" if facts.has_speaker else "Personne n’est annoncé.", (
        "participations" if facts.moments else "programme_items"
    )


def check_partners(facts):
    words = ""
    if not facts.roles & ORGANISERS:
        words = "Aucun organisateur n’est indiqué."
    elif PartnerRole.HOST not in facts.roles:
        words = "Aucun hôte n’est indiqué."
    return words, "partner_roles"


def check_photo(facts):
    if facts.stage.photo_id is None:
        return "Il n’y a pas de photo.", "photo"
    return "" if facts.photo_text else "La photo n’a pas de texte alternatif.", "photo"


def check_press_release(facts):
    if any(is_out for _key, is_out in facts.releases):
        return "", "is_issued"
    return "Le communiqué n’est pas diffusé." if facts.releases else "Il n’y a pas de communiqué.", "is_issued"


def check_results(facts):
    return "" if facts.stage.results else "La restitution est vide.", "results"


def number(moments) -> str:
    return f"{len(moments)} moment{'s' if len(moments) > 1 else ''}"


CHECKS: dict[RequirementKind, Callable[[StageFacts], tuple[str, str]]] = {
    RequirementKind.DATE: check_date,
    RequirementKind.VENUE: check_venue,
    RequirementKind.SUMMARY: check_summary,
    RequirementKind.REGISTRATION: check_registration,
    RequirementKind.PROGRAMME: check_programme,
    RequirementKind.SPEAKERS: check_speakers,
    RequirementKind.PARTNERS: check_partners,
    RequirementKind.PHOTO: check_photo,
    RequirementKind.PRESS_RELEASE: check_press_release,
    RequirementKind.RESULTS: check_results,
}
