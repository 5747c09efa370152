"""A reminder as it is typed."""

from wagtail.admin.forms import WagtailAdminModelForm

from stages.domain import reminder_rules
from stages.models import ReminderRule, StagePage
from tour.page_forms import SignedNumberInput

DAYS = "Indiquez un nombre de jours\u00a0: -7 pour une semaine avant, 3 pour trois jours après."

#: Rules that a stage may have beside the national ones: nobody reads more mails about a day.
MOST_OF_A_STAGE = 6
TOO_MANY = f"Cette étape a déjà {MOST_OF_A_STAGE} rappels à elle\u00a0: modifiez ou supprimez l’un d’eux."


class ReminderForm(WagtailAdminModelForm):
    """A rule of ``stage``, or a national one (None). Two reminders of one stage do not leave at the same moment."""

    class Meta(WagtailAdminModelForm.Meta):
        model = ReminderRule
        fields = ["days", "at", "needs_results", "subject", "text"]
        widgets = {"days": SignedNumberInput(attrs={"inputmode": "text", "autocomplete": "off"})}
        labels = {"days": "Jours avant ou après l’étape", "subject": "Objet du courriel", "text": "Texte du courriel"}
        help_texts = {
            "subject": "Vide\u00a0: l’objet habituel.",
            "text": "Vide\u00a0: le texte habituel. Une ligne vide sépare deux paragraphes. La date, les horaires, "
            "le lieu et les liens sont ajoutés dessous.",
        }
        error_messages = {
            "days": dict.fromkeys(("required", "invalid"), DAYS),
            "at": dict.fromkeys(("required", "invalid"), "Indiquez une heure\u00a0: 9:15 ou 9h15."),
        }

    def __init__(self, *args, stage: StagePage | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.stage = stage
        self.fields["text"].widget.attrs["rows"] = 6
        if self.instance.pk is None:
            self.instance.stage = stage

    def clean(self):
        cleaned = super().clean()
        if {"days", "at"} <= cleaned.keys():
            self.instance.days, self.instance.at = cleaned["days"], cleaned["at"]
            if taken := reminder_rules.what_is_taken(self.instance, stage=self.stage):
                self.add_error("at", taken)
        if self.is_one_too_many():
            self.add_error(None, TOO_MANY)
        return cleaned

    def is_one_too_many(self) -> bool:
        if self.stage is None or self.instance.pk:
            return False
        return ReminderRule.objects.filter(stage=self.stage).count() >= MOST_OF_A_STAGE
