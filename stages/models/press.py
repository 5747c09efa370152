"""The press: releases, their contacts, and what was published about the Tour."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from stages.enums import PublicationKind
from tour.blocks import ProseBlock, rich_text_wording, wording
from tour.fields import DAYS
from tour.models import BasePage, Row
from tour.panels import RowsPanel, TitlePanel

FROZEN_FIELDS = ("title", "body", "issued_on", "footnote", "document")


class PressReleasePage(BasePage):
    """A press release of an edition or of a stage. Its date may be unknown; once issued, its text is frozen."""

    issued_on = models.DateField(
        "date de diffusion", null=True, blank=True, validators=DAYS, help_text="Vide si elle n’est pas connue."
    )
    is_issued = models.BooleanField(
        "diffusé",
        default=False,
        help_text="Une fois diffusé, le texte ne change plus\u00a0: un rectificatif est un autre communiqué.",
    )
    body = StreamField(ProseBlock(), verbose_name="texte")
    footnote = RichTextField("note de bas de page", blank=True, features=["bold", "italic", "link"])
    document = models.ForeignKey(
        "tour.TourDocument",
        verbose_name="fichier",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Le communiqué tel qu’il a été envoyé.",
    )

    subpage_types = []
    # A copy has not been sent to anybody.
    exclude_fields_in_copy = ["is_issued", "issued_on"]

    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("issued_on")]

    edit_handler = BasePage.tabs(
        (
            "Communiqué",
            [
                TitlePanel("title"),
                FieldPanel("summary"),
                MultiFieldPanel([FieldPanel("is_issued"), FieldPanel("issued_on")], heading="Diffusion"),
                FieldPanel("body"),
                FieldPanel("footnote"),
                FieldPanel("document"),
            ],
        ),
        ("Contacts", [RowsPanel("contacts", heading="Contacts", label="un contact")]),
        ("Sources", [RowsPanel("citations", heading="Sources et incertitudes", label="une citation")]),
    )

    class Meta:
        verbose_name = "communiqué de presse"
        verbose_name_plural = "communiqués de presse"

    def clean(self):
        super().clean()
        issued = (
            PressReleasePage.objects.filter(pk=self.pk, is_issued=True)
            .filter(Q(live=True) | Q(first_published_at__isnull=False))
            .first()
        )
        if issued is None:
            return
        changed = [
            name
            for name in FROZEN_FIELDS
            # What was left open may still be told: the day, the file as it was sent.
            if issued.wording(name) not in (None, self.wording(name))
        ]
        message = "Ce communiqué est diffusé\u00a0: son texte ne change plus. Publiez un rectificatif."
        errors = dict.fromkeys(changed, message)
        if not self.is_issued:
            errors["is_issued"] = "Ce communiqué est diffusé\u00a0: cela ne se reprend pas. Publiez un rectificatif."
        if errors:
            raise ValidationError(errors)

    @property
    def public_contacts(self):
        """The contacts an editor lets be shown."""
        return [contact for contact in self.contacts.all() if contact.is_public]

    def wording(self, name):
        """What a reader is given of a field, to compare two versions."""
        field, value = self._meta.get_field(name), getattr(self, name)
        if isinstance(field, StreamField):
            return wording(field.stream_block, value)
        if isinstance(field, RichTextField):
            return rich_text_wording(value, field.formfield().widget)
        return value


class PressContact(Row):
    """Whom to call. Personal data: shown only while ``is_public`` is ticked."""

    press_release = ParentalKey(
        PressReleasePage, verbose_name="communiqué", on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField("nom", max_length=150)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    unit = models.CharField("service", max_length=200, blank=True)
    address = models.CharField("adresse", max_length=255, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    is_public = models.BooleanField(
        "montré sur le site", default=False, help_text="Décochez pour retirer ce contact du site sans l’effacer."
    )

    panels = [
        FieldPanel("is_public"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("organisation"), FieldPanel("unit")]),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    ]

    class Meta(Row.Meta):
        verbose_name = "contact"
        verbose_name_plural = "contacts"

    def __str__(self):
        return self.name

    @property
    def phone_number(self) -> str:
        """The number as a ``tel:`` address takes it (RFC 3966): « 04 66 45 33 00 » → « +33466453300 »."""
        digits = "".join(sign for sign in self.phone if sign.isdigit())
        if self.phone.strip().startswith("+"):
            return f"+{digits}"
        return f"+33{digits[1:]}" if len(digits) == 10 and digits[0] == "0" else digits


class Publication(Row):
    """What was published about an edition or a stage, or followed from it: article, report, white paper, meeting."""

    page = ParentalKey("tour.BasePage", verbose_name="page", on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField("nature", max_length=20, choices=PublicationKind.choices, default=PublicationKind.ARTICLE)
    title = models.CharField("titre", max_length=255)
    publisher = models.CharField("média ou auteur", max_length=200, blank=True)
    published_on = models.DateField("date", null=True, blank=True, validators=DAYS)
    date_note = models.CharField(
        "date, en mots",
        max_length=100,
        blank=True,
        help_text="Si elle n’est connue qu’en partie\u00a0: «\u00a0un 21 mars, année à confirmer\u00a0».",
    )
    description = models.TextField("en deux phrases", blank=True, max_length=600)
    url = models.URLField("adresse", max_length=500, blank=True)
    copy_url = models.URLField(
        "adresse d’une copie", max_length=500, blank=True, help_text="Une reprise, si l’original n’est plus en ligne."
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("publisher")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("date_note")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("url"), FieldPanel("copy_url")]),
    ]

    class Meta(Row.Meta):
        verbose_name = "publication"
        verbose_name_plural = "revue de presse et publications"

    def __str__(self):
        return self.title
