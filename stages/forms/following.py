"""What somebody who follows the Tour types: an address, choices."""

import re

from django import forms
from django.core import signing
from django.core.validators import EmailValidator, validate_email

from stages.domain.follow_offers import Offer
from stages.enums import Moment
from tour import clock

#: What somebody agrees to; kept with their consent, as they read it.
WORDING = (
    "Je demande à recevoir par e-mail les messages du Tour sur ce que j’ai coché\u00a0: rappels avant l’étape, "
    "changements de date, d’horaires ou de lieu, annulation, restitution. Je peux tout arrêter d’un clic, à tout "
    "moment."
)
#: Seconds in which nobody reads the form, fills it in and sends it.
FASTEST = 2
#: Salt of the hour at which a form was shown.
SHOWN = "stages.follow.form"
#: Django's, but that « root@localhost » is none: it would be the mail server's own.
ELSEWHERE = EmailValidator(allowlist=[])
#: Without « =? », which begins a code that mail programs read, and Python's own headers (RFC 2047).
PLAIN_ADDRESS = re.compile(r"(?!.*=\?)[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)
NOT_AN_ADDRESS = "Cette adresse n’est pas complète\u00a0: elle s’écrit comme «\u00a0prenom.nom@exemple.fr\u00a0»."
NOT_PLAIN = (
    "Nous ne savons pas écrire à cette adresse\u00a0: elle contient un accent, une espace ou un autre signe rare. "
    "Vérifiez-la, ou donnez-en une autre."
)
SO_FAST = (
    "Ce formulaire a été envoyé à peine ouvert, comme le font les robots\u00a0: vérifiez votre adresse, "
    "puis envoyez-le de nouveau."
)
HOW_TO_STOP = "Pour tout arrêter, utilisez plus bas le bouton «\u00a0Ne plus rien recevoir\u00a0»."
NO_LONGER_OFFERED = "Un de vos choix n’est plus proposé (l’étape a peut-être eu lieu)\u00a0: vérifiez ce qui est coché."


class AddressField(forms.EmailField):
    """An e-mail address to write to, in lower case."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Votre adresse e-mail",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Indiquez votre adresse e-mail.",
                "invalid": NOT_AN_ADDRESS,
                "max_length": "Cette adresse est trop longue\u00a0: vérifiez-la.",
            },
            **kwargs,
        )
        # Ours says what is wrong with what looks like an address and is none that mail can be written to.
        self.validators = [check for check in self.validators if check is not validate_email]

    def run_validators(self, value):
        super().run_validators(value)
        if value and "@" in value and not PLAIN_ADDRESS.fullmatch(value):
            raise forms.ValidationError(NOT_PLAIN, code="invalid")
        if value:
            validate_email_in_words(value)

    def clean(self, value):
        return super().clean(value).lower()


def validate_email_in_words(value: str):
    try:
        ELSEWHERE(value)
    except forms.ValidationError as error:
        raise forms.ValidationError(NOT_AN_ADDRESS, code="invalid") from error


class PublicForm(forms.Form):
    """A form that anybody may send. ``is_robot``, once valid: nobody filled it in."""

    email = AddressField()
    # Not seen, not reached by the keyboard, and never filled in by a browser: programs fill in everything.
    site_web = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    shown = forms.CharField(
        required=False,
        initial=lambda: signing.dumps(clock.now().timestamp(), salt=SHOWN),
        widget=forms.HiddenInput,
    )

    def clean(self):
        cleaned = super().clean()
        # A browser that fills in by itself is as fast as a program: its owner is told, and sends again.
        if self.age is not None and self.age < FASTEST:
            self.add_error("email", SO_FAST)
        return cleaned

    @property
    def age(self) -> float | None:
        """Seconds since the form was shown; None if nobody was shown it."""
        try:
            shown = signing.loads(self.cleaned_data.get("shown", ""), salt=SHOWN)
        except (signing.BadSignature, ValueError):
            return None
        return clock.now().timestamp() - shown

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data["site_web"]) or self.age is None


class ChoosingForm(forms.Form):
    """Choices among ``groups`` of what can be followed (``follow_offers.offers``)."""

    targets = forms.MultipleChoiceField(
        label="Ce que je veux suivre",
        error_messages={"required": "Cochez au moins une ligne.", "invalid_choice": NO_LONGER_OFFERED},
    )

    def __init__(self, *args, groups: dict[str, list[Offer]], **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.fields["targets"].choices = [(offer.target, offer.label) for group in groups.values() for offer in group]

    def clean_targets(self):
        """Each once: a program may send the same line again."""
        return list(dict.fromkeys(self.cleaned_data["targets"]))

    @property
    def target_groups(self) -> list[dict]:
        """{title, choices, has_chosen} for each group; a choice is {offer, is_chosen}."""
        chosen = self["targets"].value() or ()
        groups = []
        for title, group in self.groups.items():
            choices = [{"offer": offer, "is_chosen": offer.target in chosen} for offer in group]
            has_chosen = any(choice["is_chosen"] for choice in choices)
            groups.append({"title": title, "choices": choices, "has_chosen": has_chosen})
        return groups


class FollowForm(ChoosingForm, PublicForm):
    """An address, and what it wants to follow."""


class LostLinkForm(PublicForm):
    """The address of somebody who lost the link of their page."""


class ManageForm(ChoosingForm):
    """What somebody follows, and the moments at which they are written to."""

    moments = forms.MultipleChoiceField(
        label="Quand je veux être prévenu",
        choices=Moment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["targets"].error_messages["required"] += f" {HOW_TO_STOP}"

    @property
    def declined(self) -> list[str]:
        return [moment for moment in Moment.values if moment not in self.cleaned_data["moments"]]
