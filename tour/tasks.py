"""Celery tasks of the floor. Each is one call, safe to run twice."""

from celery import shared_task

from tour import bounce_mailbox, mail, publishing, suppressions


@shared_task
def publish_scheduled():
    """Publish and expire the pages whose hour has come."""
    publishing.publish_due()


@shared_task
def send_queued_mail():
    """Send the mails that wait."""
    mail.send_due()


@shared_task
def fetch_bounces():
    """Read the mails that came back to the mailbox, if there is one."""
    bounce_mailbox.fetch()


@shared_task
def forget_old_bounces():
    """Lift the suspensions that end by themselves."""
    suppressions.forget_old()


@shared_task
def forget_old_mails():
    """Delete the mails of accounts that ended long ago."""
    mail.forget_old()
