"""What others tell the floor by signals."""

from anymail.signals import tracking
from django.dispatch import receiver

from tour import bounces, mail

bounces.register(mail.address_of)


@receiver(tracking)
def receive_event(event, **kwargs):
    """The mail provider told of a mail, by its webhook."""
    bounces.receive_event(event)
