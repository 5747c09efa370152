"""What the page of a partner lacks to be of use to those who read it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from partners.models import PartnerPage, ThemedPartner


@dataclass(frozen=True)
class Lack:
    """Something that a page lacks, in words; ``field`` is where to mend it. Not everybody has what is not essential."""

    label: str
    missing: str
    field: str
    is_essential: bool = True


def with_content(partners: QuerySet[PartnerPage]) -> QuerySet[PartnerPage]:
    """``partners`` read with what ``lacks`` asks for: one query whatever their number."""
    themed = ThemedPartner.objects.filter(content_object=OuterRef("pk"))
    return partners.select_related("logo").annotate(has_themes=Exists(themed)).defer("body")


def lacks(partner: PartnerPage) -> list[Lack]:
    """What ``partner``, read ``with_content``, lacks as it is published."""
    found = []
    if not partner.live:
        found.append(Lack("Publication", "La page n’est pas publiée.", "title"))
    if not partner.summary:
        found.append(Lack("Résumé", "Le résumé est vide.", "summary"))
    if partner.logo is None:
        found.append(Lack("Logo", "Il n’y a pas de logo.", "logo", is_essential=False))
    elif not partner.logo.description:
        found.append(Lack("Logo", "Le logo n’a pas de texte alternatif.", "logo"))
    if not partner.website:
        found.append(Lack("Site web", "L’adresse de votre site n’est pas indiquée.", "website", is_essential=False))
    if not partner.has_themes:
        found.append(Lack("Thèmes", "Aucun thème n’est choisi.", "themes", is_essential=False))
    return found
