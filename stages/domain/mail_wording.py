"""Changing what the Tour's mails say, and going back to what the site says by itself."""

from django.db import transaction
from wagtail.log_actions import log

from stages.mail_texts import TEXTS
from stages.models import MailText
from tour.models import User


def current(name: str) -> MailText:
    """The words of the mail ``name`` (a key of ``TEXTS``), saved only if they were changed."""
    delivered = TEXTS[name]
    return MailText.objects.filter(name=name).first() or MailText(
        name=name, subject=delivered.subject, text=delivered.text
    )


@transaction.atomic
def change(words: MailText, *, by: User):
    """Keep ``words``, which were checked. What is the site's own is not kept as a change."""
    delivered = TEXTS[words.name]
    if (words.subject, words.text) == (delivered.subject, delivered.text):
        restore(words.name, by=by)
        return
    words.save()
    log(words, "stages.change_mail_text", user=by, data={"subject": words.subject, "text": words.text})


@transaction.atomic
def restore(name: str, *, by: User):
    """Let the site's own words be used again. Nothing happens if they are."""
    changed = MailText.objects.filter(name=name).first()
    if changed is not None:
        log(changed, "stages.restore_mail_text", user=by, data={"subject": changed.subject, "text": changed.text})
        changed.delete()
