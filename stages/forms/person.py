"""Somebody whom a stage's team adds."""

from django import forms
from django.utils.text import slugify


class PersonForm(forms.Form):
    """Somebody's name."""

    given_name = forms.CharField(label="Prénom", max_length=100)
    family_name = forms.CharField(label="Nom de famille", max_length=100)

    def clean(self):
        names = super().clean()
        if len(names) == 2 and not slugify("".join(names.values())):
            self.add_error("family_name", "L’adresse de la fiche vient du nom\u00a0: écrivez-le en lettres latines.")
        return names
