"""A mail in its queue, and what became of it."""

from tour import mail
from tour.models import MailState


def queue(**changes):
    return mail.queue(**{"to": "mairie@mende.example", "subject": "Bonjour", "text": "Le texte.", **changes})


def state_of(row):
    row.refresh_from_db()
    return MailState(row.state), row.attempts
