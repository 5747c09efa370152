"""What the national team chooses of the next edition."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from stages.domain.dates import date_in_words
from stages.domain.renewal import Plan, for_year, plan_renewal, roles_to_renew, stages_to_renew
from stages.enums import Dates, StageStatus
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner
from tour.fields import YEARS


class KeysField(forms.TypedMultipleChoiceField):
    """Rows chosen by their keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)


class RenewalForm(forms.Form):
    """The choices of which the next edition of ``edition`` is planned. Once valid it has its ``plan``."""

    # Browsers send nothing at all for a number field in which a letter was typed.
    year = forms.IntegerField(
        label="Année", validators=YEARS, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    title = forms.CharField(label="Titre", max_length=255)
    slug = forms.SlugField(
        label="Adresse de la page",
        max_length=255,
        required=False,
        help_text="La fin de son adresse, en minuscules et sans accents. "
        "Vide\u00a0: d’après celle de l’ancienne édition.",
    )
    dates = forms.ChoiceField(
        label="Dates des étapes",
        choices=Dates.choices,
        widget=forms.RadioSelect,
        help_text="Un jeudi reste un jeudi, au plus près de la même date\u00a0: l’aperçu montre chaque date.",
    )
    stages = KeysField(label="Étapes à reprendre", help_text="Les étapes publiées de l’ancienne édition.")
    edition_roles = KeysField(label="Partenaires de l’édition à reconduire")
    stage_roles = KeysField(
        label="Partenaires des étapes à reconduire",
        help_text="Ceux des étapes reprises, sous leur nom d’aujourd’hui et «\u00a0à confirmer\u00a0».",
    )

    def __init__(self, *args, edition: EditionPage, **kwargs):
        self.edition = edition
        super().__init__(*args, initial={**self.proposal(), **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.fields["stages"].choices = [(stage.pk, name_of_stage(stage)) for stage in self.all_stages]
        self.fields["edition_roles"].choices = [(role.pk, name_of_role(role)) for role in self.all_roles]
        self.fields["stage_roles"].choices = [
            (stage.title, [(role.pk, name_of_role(role)) for role in stage.partner_roles.all()])
            for stage in self.all_stages
            if stage.partner_roles.all()
        ]

    @cached_property
    def all_stages(self) -> list[StagePage]:
        return stages_to_renew(self.edition)

    @cached_property
    def all_roles(self) -> list[EditionPartner]:
        return roles_to_renew(self.edition)

    def proposal(self) -> dict:
        """What the form is opened with: all that went ahead goes on, without dates."""
        year = self.edition.year + 1
        return {
            "year": year,
            "title": for_year(self.edition.title, self.edition.year, year),
            "dates": Dates.OPEN,
            "stages": [stage.pk for stage in self.all_stages if stage.status != StageStatus.CANCELLED],
            "edition_roles": [role.pk for role in self.all_roles],
            "stage_roles": [role.pk for stage in self.all_stages for role in stage.partner_roles.all()],
        }

    def clean(self):
        cleaned_data = super().clean()
        if not self.errors:
            chosen = {**cleaned_data, "stages": [s for s in self.all_stages if s.pk in cleaned_data["stages"]]}
            try:
                self.plan: Plan = plan_renewal(edition=self.edition, **chosen)
            except ValidationError as refusal:
                self.refuse(refusal)
        return cleaned_data

    def refuse(self, refusal: ValidationError):
        """Say at each field what ``refusal`` says of it; above the form what is said of a field it has not."""
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


def name_of_stage(stage: StagePage) -> str:
    """« Mende, jeudi 9 octobre 2014 (annulée) »"""
    status = "" if stage.goes_ahead else f" ({stage.get_status_display().lower()})"
    return f"{stage.title}, {date_in_words(stage) or 'date inconnue'}{status}"


def name_of_role(role: EditionPartner | StagePartner) -> str:
    """« ZeVillage (Organisateur) », with the name of then if it was another."""
    then = f", alors «\u00a0{role.name_then}\u00a0»" if role.name_then not in ("", role.partner.title) else ""
    return f"{role.partner.title} ({role.get_role_display()}){then}"
