"""The WSGI application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

# What serves the public is production unless told otherwise; manage.py, and so `make run`, is not.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tour.settings.production")

application = get_wsgi_application()
