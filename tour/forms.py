"""Forms of the floor that belong to no page, and the input of prose that all have."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import BadRequest
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm
from wagtail.admin.rich_text import DraftailRichTextArea

from tour.models import User
from tour.tries import RESET


class SignInForm(LoginForm):
    """Wagtail's, whose password has an English label."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mot de passe"


class ResetForm(PasswordResetForm):
    """Wagtail's, which writes to nobody without end; what is answered is the same."""

    def get_users(self, email):
        if RESET.is_reached(email):
            return []
        RESET.count(email)
        return super().get_users(email)


class InviteForm(forms.Form):
    """Whom to invite to a team."""

    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="La personne recevra un lien pour choisir son mot de passe.",
        error_messages={"required": "Indiquez l’adresse de la personne à inviter."},
    )


class AddressForm(forms.Form):
    """An exact address, to ask whether it is suspended."""

    email = forms.EmailField(
        label="Adresse exacte",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Le site ne garde pas les adresses suspendues, seulement de quoi reconnaître celle que vous tapez.",
        error_messages={"required": "Tapez l’adresse à chercher."},
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


class ProseInput(DraftailRichTextArea):
    """Wagtail's editor of rich text, which refuses (400) what its script would never send."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise BadRequest from error
