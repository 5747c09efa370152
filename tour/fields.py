"""Model fields of our own, and the bounds of what a calendar holds."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst

#: Beyond these days a date is a slip of the pen (« 0214 »), and arithmetic ends at the years 1 and 9999.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2100, 12, 31)
OUT_OF_CALENDAR = "Cette date est hors de notre calendrier\u00a0: vérifiez l’année."
DAYS = [MinValueValidator(FIRST_DAY, OUT_OF_CALENDAR), MaxValueValidator(LAST_DAY, OUT_OF_CALENDAR)]
#: Years alone, likewise.
YEARS = [MinValueValidator(1800, "Année trop ancienne."), MaxValueValidator(2100, "Année trop lointaine.")]


class Degrees(models.DecimalField):
    """A latitude or a longitude: WGS 84 degrees, to five decimals (a metre). One typed with more is rounded."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 8, "decimal_places": 5, "null": True, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": RoundedDecimalField, **kwargs})


class RoundedDecimalField(forms.DecimalField):
    def to_python(self, value):
        number = super().to_python(value)
        if number is None or not number.is_finite() or abs(number) >= 10**self.max_digits:
            return number
        return round(number, self.decimal_places)


class ChoicesField(models.JSONField):
    """Several values out of ``choices``, kept as a JSON list in the order of the choices.

    Edited as checkboxes. Django has no such field outside PostgreSQL. Raises ValidationError, in
    French, for a value that is no list or holds an unknown choice.
    """

    def __init__(self, *args, choices, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        self.options = [(str(value), label) for value, label in choices]
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        # The choices are no matter of the schema.
        return name, path, args, {**kwargs, "choices": []}

    def clean(self, value, model_instance):
        value = super().clean([] if value is None else value, model_instance)
        known = [option for option, _label in self.options]
        if not isinstance(value, list) or any(item not in known for item in value):
            raise ValidationError("Choisissez parmi les valeurs proposées.", code="invalid_choice")
        return [option for option in known if option in value]

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
