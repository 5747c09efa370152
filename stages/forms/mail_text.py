"""The words of a mail, as the national team changes them."""

from django import forms

from stages.models import MailText


class MailTextForm(forms.ModelForm):
    """Subject and text of the mail that its instance names."""

    class Meta:
        model = MailText
        fields = ["subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "subject": "En une ligne\u00a0: c’est aussi le titre du message.",
            "text": "Une ligne vide sépare deux paragraphes. **deux astérisques** mettent en gras\u00a0; "
            "[un lien](https://exemple.fr) mène ailleurs. Le reste du message (date, lieu, boutons, "
            "désinscription) est ajouté par le site.",
        }
        error_messages = {
            "subject": {"required": "Un courriel a un objet\u00a0: écrivez-en un."},
            "text": {"required": "Écrivez au moins une phrase."},
        }

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")

    @property
    def words(self) -> tuple[str, str]:
        return self.instance.subject, self.instance.text
