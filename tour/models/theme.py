"""The Tour's vocabulary: the tags that stages, partners and places share."""

from django.db import models
from taggit.models import TagBase

from tour.enums import ThemeFamily


class Theme(TagBase):
    """A word of the vocabulary. Editors choose among them; the national team adds to them."""

    free_tagging = False

    family = models.CharField("famille", max_length=20, choices=ThemeFamily.choices, default=ThemeFamily.PRACTICES)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["name"]
