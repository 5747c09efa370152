"""The words of reminders and mails are refused when they are typed, not when the mail is due."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from stages.models import MailText, ReminderRule


def errors_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.clean()
    return {field: messages[0] for field, messages in refusal.value.message_dict.items()}


UNKNOWN = "«\u00a0{ville}\u00a0» ne peut être remplacé par rien."


def test_broken_placeholder_of_a_rule_is_refused_with_its_hour():
    rule = ReminderRule(days=-1, at=time(2, 30), subject="{ville}", text="{ville}")
    assert errors_of(rule) == {
        "subject": UNKNOWN,
        "text": UNKNOWN,
        "at": "Choisissez une heure avant 2\u00a0h ou à partir de 3\u00a0h\u00a0: aux changements d’heure, celle-ci "
        "manque ou revient deux fois.",
    }


def test_rule_may_leave_its_words_empty():
    ReminderRule(days=-1, at=time(17)).clean()


def test_broken_placeholder_of_a_mail_is_refused():
    assert errors_of(MailText(name="access", subject="Lien {etape}", text="x")) == {
        "subject": "«\u00a0{etape}\u00a0» ne peut être remplacé par rien."
    }


def test_mail_that_is_not_sent_has_no_text():
    with pytest.raises(ValidationError, match="Le site n’envoie pas de courriel de ce nom"):
        MailText(name="inconnu", subject="x", text="x").clean()


def test_mail_is_called_by_its_title():
    assert [str(MailText(name=name)) for name in ("reminder-eve", "inconnu")] == ["La veille", "inconnu"]
