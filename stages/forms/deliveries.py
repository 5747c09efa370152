"""What the ledger is searched by."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from stages.enums import DeliveryKind
from stages.models import Delivery, StagePage
from tour.clock import PARIS
from tour.fields import DAYS
from tour.models import MailState
from tour.models.mail import UNDECIDED

#: What waits for a person, whether it failed or is uncertain.
TO_LOOK_AT = "to_look_at"
INVALID_DAY = "Indiquez un jour\u00a0: 09/10/2014."


def day_field(label):
    return forms.DateField(
        label=label,
        required=False,
        validators=DAYS,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": INVALID_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class StageField(forms.ModelChoiceField):
    """Of stages ``with_edition_title()``."""

    def label_from_instance(self, stage):
        return f"{stage.title} – {stage.edition_title}"


class DeliverySearchForm(forms.Form):
    """Filters of the ledger, each as good as its own field: what is wrong narrows nothing.

    The address is for who conducts the Tour: to others it would tell who follows their stage.
    """

    etape = StageField(
        StagePage.objects.none(),
        label="Étape",
        required=False,
        to_field_name="id",  # by ``pk`` a number too long for a key is an error of the server
        empty_label="toutes",
        error_messages={"invalid_choice": "Choisissez une étape de la liste."},
    )
    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "toutes"), *DeliveryKind.choices])
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "tous"), (TO_LOOK_AT, "À vérifier"), *MailState.choices]
    )
    du = day_field("Prévus du")
    au = day_field("Prévus jusqu’au")
    adresse = forms.EmailField(
        label="Adresse exacte",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Indiquez l’adresse entière\u00a0: prenom@exemple.fr."},
    )

    def __init__(self, *args, stages: QuerySet[StagePage], by_address: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["etape"].queryset = stages
        if not by_address:
            del self.fields["adresse"]

    @property
    def query(self) -> str:
        """What was typed, as the query of an address; the e-mail address left out."""
        return urlencode({name: self.data[name] for name in self.fields if name != "adresse" and self.data.get(name)})

    def narrow(self, deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
        self.is_valid()
        found = self.cleaned_data
        if found.get("etape"):
            deliveries = deliveries.filter(stage=found["etape"])
        if found.get("nature"):
            deliveries = deliveries.filter(kind=found["nature"])
        if found.get("etat"):
            deliveries = deliveries.filter(state__in=UNDECIDED if found["etat"] == TO_LOOK_AT else [found["etat"]])
        if found.get("du"):
            deliveries = deliveries.filter(due_at__gte=midnight(found["du"]))
        if found.get("au"):
            deliveries = deliveries.filter(due_at__lt=midnight(found["au"] + timedelta(days=1)))
        if found.get("adresse"):
            deliveries = deliveries.to_address(found["adresse"])
        return deliveries


def midnight(day) -> datetime:
    return datetime.combine(day, time.min, tzinfo=PARIS)
