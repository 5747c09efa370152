"""Choices shared by several apps."""

from django.db.models import TextChoices


class Standing(TextChoices):
    """How well a statement is established by its sources."""

    CONFIRMED = "confirmed", "Confirmé"
    TO_CONFIRM = "to_confirm", "À confirmer"
    CONTRADICTORY = "contradictory", "Sources contradictoires"


class ThemeFamily(TextChoices):
    """The headings under which the Tour's vocabulary is arranged."""

    PRACTICES = "practices", "Pratiques de travail"
    PLACES = "places", "Lieux"
    TERRITORIES = "territories", "Territoires"
    ECONOMY = "economy", "Économie et numérique"
