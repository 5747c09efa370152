"""Partners: who makes the Tour, and the networks they belong to."""

import re

from django.db import models
from django.db.models import F, Q
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index

from partners.enums import MembershipRole, NameKind, PartnerKind
from tour import departments
from tour.blocks import ProseBlock
from tour.models import BasePage, Row, Theme
from tour.page_forms import RowRulesForm
from tour.panels import THEMES_HELP, RowsPanel, TitlePanel


class PartnerIndexPage(BasePage):
    """All the partners, by kind and by role."""

    max_count = 1
    subpage_types = ["partners.PartnerPage"]

    edit_handler = BasePage.tabs(("Contenu", [TitlePanel("title"), FieldPanel("summary")]))

    class Meta:
        verbose_name = verbose_name_plural = "index des partenaires"


class PartnerForm(RowRulesForm):
    def clean(self):
        cleaned_data = super().clean()
        self.refuse_duplicates(
            "memberships", ("network", "role"), "role", "Ce lien avec ce réseau est déjà indiqué plus haut."
        )
        for form in self.rows("memberships"):
            if form.cleaned_data.get("network") == self.instance:
                form.add_error("network", "Un réseau ne peut pas être membre de lui-même.")
        return cleaned_data


class PartnerPage(BasePage):
    """An organisation, a service or a network that takes part in the Tour."""

    kind = models.CharField("nature", max_length=20, choices=PartnerKind.choices)
    acronym = models.CharField("sigle", max_length=20, blank=True)
    legal_form = models.CharField(
        "forme juridique",
        max_length=120,
        blank=True,
        help_text="«\u00a0association d’élus\u00a0», «\u00a0Scop\u00a0»… tel qu’il est connu.",
    )
    city = models.CharField("ville", max_length=100, blank=True)
    department = models.CharField("département", max_length=3, blank=True, choices=departments.CHOICES)
    website = models.URLField("site web", blank=True)
    logo = models.ForeignKey(
        "tour.TourImage",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Seulement avec l’accord du partenaire\u00a0; sans logo, son nom est composé en grand.",
    )
    body = StreamField(ProseBlock(), verbose_name="présentation", blank=True)
    themes = ClusterTaggableManager(through="partners.ThemedPartner", blank=True, verbose_name="thèmes")

    subpage_types = []

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("acronym", boost=2),
        index.AutocompleteField("acronym"),
        index.SearchField("city"),
        index.SearchField("body"),
        index.RelatedFields("other_names", [index.SearchField("name")]),
        index.FilterField("kind"),
    ]

    edit_handler = BasePage.tabs(
        (
            "Présentation",
            [
                TitlePanel("title", heading="Nom"),
                FieldRowPanel([FieldPanel("acronym"), FieldPanel("kind"), FieldPanel("legal_form")]),
                FieldPanel("summary"),
                FieldPanel("logo"),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("city"), FieldPanel("department")]), FieldPanel("website")],
                    heading="Où le trouver",
                ),
                FieldPanel("body"),
                FieldPanel("themes", help_text=THEMES_HELP),
            ],
        ),
        (
            "Noms et réseaux",
            [
                RowsPanel("other_names", heading="Autres noms", label="un nom"),
                RowsPanel("memberships", heading="Réseaux", label="un réseau"),
            ],
        ),
        (
            "Sources",
            [
                RowsPanel("key_figures", heading="Chiffres clés", label="un chiffre"),
                RowsPanel("citations", heading="Sources et incertitudes", label="une citation"),
            ],
        ),
        form=PartnerForm,
    )

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"

    @property
    def monogram(self) -> str:
        """A few letters that stand for a partner without a logo: its acronym, else its words' capitals."""
        return self.acronym[:5] or initials(self.title)

    @property
    def location(self) -> str:
        """« Mende (Lozère) », whatever of it is known."""
        return departments.locate(self.city, self.department)


def initials(name: str) -> str:
    """The first letters of the words of a name that begin with a capital, three at most."""
    words = [word for word in re.split(r"[\s\-’']+", name) if word[:1].isupper()]
    return "".join(word[0] for word in words[:3]) or name[:1].upper()


class PartnerName(Row):
    """A name a partner bore before, bears later, or is also written."""

    partner = ParentalKey(PartnerPage, verbose_name="partenaire", on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=10, choices=NameKind.choices, default=NameKind.FORMER)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("kind")])]

    class Meta(Row.Meta):
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"

    def __str__(self):
        return self.name


class PartnerMembership(Row):
    """What a partner is to a network. A network is no legal body: it lives by those who carry it."""

    partner = ParentalKey(PartnerPage, verbose_name="partenaire", on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(
        PartnerPage,
        verbose_name="réseau",
        on_delete=models.PROTECT,
        related_name="network_members",
        limit_choices_to={"kind": PartnerKind.NETWORK},
    )
    role = models.CharField("lien", max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)

    panels = [FieldRowPanel([PageChooserPanel("network", "partners.PartnerPage"), FieldPanel("role")])]

    class Meta(Row.Meta):
        verbose_name = "lien avec un réseau"
        verbose_name_plural = "liens avec des réseaux"
        constraints = [
            models.UniqueConstraint(fields=["partner", "network", "role"], name="membership_role_once"),
            models.CheckConstraint(
                condition=~Q(partner=F("network")),
                name="membership_not_in_itself",
                violation_error_message="Un réseau ne peut pas être membre de lui-même.",
            ),
        ]

    def __str__(self):
        return f"{self.partner} – {self.network} ({self.get_role_display()})"


class ThemedPartner(ItemBase):
    content_object = ParentalKey(
        PartnerPage, verbose_name="partenaire", on_delete=models.CASCADE, related_name="themed_items"
    )
    tag = models.ForeignKey(Theme, verbose_name="thème", on_delete=models.CASCADE, related_name="themed_partners")

    class Meta:
        verbose_name = "thème d’un partenaire"
        verbose_name_plural = "thèmes des partenaires"
