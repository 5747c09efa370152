"""Choices of partners and places."""

from django.db.models import TextChoices


class PartnerKind(TextChoices):
    ASSOCIATION = "association", "Association"
    COMPANY = "company", "Entreprise"
    COOPERATIVE = "cooperative", "Coopérative"
    MEDIA = "media", "Média"
    PUBLIC_BODY = "public_body", "Établissement public"
    LOCAL_AUTHORITY = "local_authority", "Collectivité territoriale"
    AGENCY = "agency", "Agence de développement"
    THIRD_PLACE = "third_place", "Tiers-lieu"
    SERVICE = "service", "Service en ligne"
    NETWORK = "network", "Réseau"

    @property
    def plural(self) -> str:
        """The heading of a list of them."""
        return {
            "association": "Associations",
            "company": "Entreprises",
            "cooperative": "Coopératives",
            "media": "Médias",
            "public_body": "Établissements publics",
            "local_authority": "Collectivités territoriales",
            "agency": "Agences de développement",
            "third_place": "Tiers-lieux",
            "service": "Services en ligne",
            "network": "Réseaux",
        }[self.value]


class PartnerRole(TextChoices):
    """What a partner does for an edition or a stage; listed in the order of this page."""

    ORGANISER = "organiser", "Organisateur"
    LOCAL_ORGANISER = "local_organiser", "Organisateur local"
    HOST = "host", "Hôte"
    PARTNER = "partner", "Partenaire"
    SUPPORT = "support", "Soutien"
    OPENING = "opening", "Ouverture de la journée"

    @property
    def plural(self) -> str:
        """The heading of a list of several who have it."""
        return {
            "organiser": "Organisateurs",
            "local_organiser": "Organisateurs locaux",
            "host": "Hôtes",
            "partner": "Partenaires",
            "support": "Soutiens",
            "opening": "Ouverture de la journée",
        }[self.value]


class MembershipRole(TextChoices):
    """What a partner is to a network."""

    ANIMATOR = "animator", "Anime le réseau"
    FOUNDER = "founder", "A lancé le réseau"
    MEMBER = "member", "Membre"


class NameKind(TextChoices):
    FORMER = "former", "Ancien nom"
    LATER = "later", "Nom porté ensuite"
    VARIANT = "variant", "Autre graphie"


class PlaceKind(TextChoices):
    VENUE = "venue", "Lieu d’accueil"
    THIRD_PLACE = "third_place", "Tiers-lieu"
    TELECENTRE = "telecentre", "Télécentre"

    @property
    def plural(self) -> str:
        """The heading of a list of them."""
        return {"venue": "Lieux d’accueil", "third_place": "Tiers-lieux", "telecentre": "Télécentres"}[self.value]
