"""Edit forms of pages: how numbers, hours and themes are typed; rules that look at several rows at once, so that the
error lands on its field.

Below the models, which name their form (``BasePage.tabs``).
"""

from itertools import chain, count

from django import forms
from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from taggit.utils import parse_tags
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.tags import TagField
from wagtail.admin.widgets import AdminTimeInput

from tour.references import references_in, references_of

HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"]


class HourInput(AdminTimeInput):
    """Wagtail's, which leaves alone what is typed: its picker makes another hour of « 9h15 » once the field is left."""

    def get_config(self):
        return {**super().get_config(), "validateOnBlur": False}


class SignedNumberInput(forms.TextInput):
    """A number that may be negative, with the minus sign of print as well: our screens say « J−60 »."""

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("−", "-") if typed else typed


# Browsers send nothing at all for a number field in which a letter was typed: what was typed would be lost in silence.
register_form_field_override(
    models.DecimalField,
    override={"widget": forms.TextInput(attrs={"inputmode": "decimal"}), "localize": True},
)
register_form_field_override(models.IntegerField, override={"widget": forms.TextInput(attrs={"inputmode": "numeric"})})
register_form_field_override(
    models.TimeField,
    override={
        "widget": HourInput,
        "input_formats": HOURS,
        "error_messages": {"invalid": "Indiquez une heure\u00a0: 9:15 ou 9h15."},
    },
)


class PageForm(WagtailAdminPageForm):
    """The form of every page. An address left empty is made of the title; a theme that does not exist is refused."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.is_bound:
            self.references_before = references_of(self.instance)

    def is_valid(self):
        """As Django's; first each ``check_page_references`` hook, (user, references that are new in what was sent), may
        refuse by raising: the form, shown again, would tell what they are called.
        """
        is_valid = super().is_valid()
        if self.is_bound and self.for_user is not None:
            new = references_in(self) - self.references_before
            for check in hooks.get_hooks("check_page_references"):
                check(self.for_user, new)
        return is_valid

    def _clean_fields(self):
        super()._clean_fields()
        if self.cleaned_data.get("slug") == "":
            self.cleaned_data["slug"] = self.free_slug(slugify(self.cleaned_data.get("title", "")) or "page")
        if self.is_taken_by_the_site(self.cleaned_data.get("slug")):
            self.add_error("slug", "Cette adresse est celle d’une autre partie du site\u00a0: choisissez-en une autre.")
        for name, field in self.fields.items():
            if isinstance(field, TagField) and not field.free_tagging and name in self.cleaned_data:
                self.clean_tags(name, field)

    def is_taken_by_the_site(self, slug) -> bool:
        """Whether a page under the home page would hide behind an address that is no page's: /admin/, /recherche/…"""
        if not slug or self.parent_page is None or self.parent_page.depth != self.instance.home_depth:
            return False
        return is_an_address_of_the_site(slug)

    def free_slug(self, base):
        """``base``, or ``base-2``… where that address is taken under the parent page."""
        slugs = chain([base], (f"{base}-{number}" for number in count(2)))
        page = self.instance if self.instance.pk else None
        return next(slug for slug in slugs if type(self.instance)._slug_is_available(slug, self.parent_page, page))

    def clean_tags(self, name, field):
        """Give known tags their spelling and refuse the others: Wagtail leaves both out without a word."""
        typed = parse_tags(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) or "")
        known = {tag.lower(): tag for tag in field.tag_model.objects.values_list("name", flat=True)}
        unknown = [tag for tag in typed if tag.lower() not in known]
        if unknown:
            named = ", ".join(f"«\u00a0{tag}\u00a0»" for tag in unknown)
            self.add_error(name, f"Inconnu parmi les thèmes\u00a0: {named}. Choisissez dans la liste proposée.")
        else:
            self.cleaned_data[name] = [known[tag.lower()] for tag in typed]


def is_an_address_of_the_site(slug) -> bool:
    """Whether /slug/ is no page's: /admin/, /recherche/…"""
    path = f"/{slug}/"
    return path in (settings.STATIC_URL, settings.MEDIA_URL) or resolves_elsewhere(path)


def resolves_elsewhere(path) -> bool:
    try:
        return resolve(path).url_name != "wagtail_serve"
    except Resolver404:
        return True


class RowRulesForm(PageForm):
    """A page form that can judge its inline rows together."""

    def rows(self, relation):
        """The filled-in, valid rows of an inline panel that stay, in the order shown."""
        formset = self.formsets.get(relation)
        if formset is None:
            return []
        filled = [
            form
            for form in formset.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return sorted(filled, key=lambda form: form.cleaned_data.get("ORDER") or 0)

    def refuse_duplicates(self, relation, fields, on_field, message):
        """Put ``message`` on ``on_field`` of each row whose ``fields`` repeat an earlier row's."""
        seen = set()
        for form in self.rows(relation):
            key = tuple(form.cleaned_data.get(field) for field in fields)
            if key in seen:
                form.add_error(on_field, message)
            seen.add(key)
