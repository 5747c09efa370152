"""Faults, struck at the real thing: Redis, PostgreSQL, an SMTP server, Celery's workers and beats (`make torture`)."""
