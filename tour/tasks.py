"""Celery tasks of the floor. Each is one call, safe to run twice."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled():
    """Publish and expire the pages whose hour has come (Wagtail's own command)."""
    call_command("publish_scheduled")
