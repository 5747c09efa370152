"""Forms of the floor that belong to no page."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from tour.models import User


class InviteForm(forms.Form):
    """Whom to invite to a team."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="La personne recevra un lien pour choisir son mot de passe.",
        error_messages={"required": "Indiquez l’adresse de la personne à inviter."},
    )


class JoinForm(SetPasswordForm):
    """Name and password of somebody who joins by an invitation; ``save`` makes the account."""

    first_name = forms.CharField(
        label="Prénom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )

    field_order = ["first_name", "last_name", "new_password1", "new_password2"]

    def __init__(self, *args, email, **kwargs):
        super().__init__(User(email=email), *args, **kwargs)
        self.fields["new_password1"].label = "Mot de passe"
        self.fields[
            "new_password1"
        ].help_text = "Douze caractères au moins. Une phrase que vous retiendrez convient très bien."
        self.fields["new_password2"].label = "Le même mot de passe, pour vérifier"
        self.fields["new_password2"].help_text = ""

    def clean(self):
        self.user.first_name = self.cleaned_data.get("first_name", "")
        self.user.last_name = self.cleaned_data.get("last_name", "")
        self.user.clean()
        return super().clean()
