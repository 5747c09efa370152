# The site's image: web server by default, and every manage.py command. docs/operations.md says how to run it.

FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements/uv.txt requirements/base.txt requirements/
RUN python -m venv /uv \
    && /uv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/uv.txt \
    && python -m venv --without-pip /venv \
    && /uv/bin/uv pip install --quiet --system-certs --no-cache --python /venv/bin/python --compile-bytecode --require-hashes -r requirements/base.txt
COPY . .
# Built and compressed once, here. The settings want an environment; nothing of this one stays in the image.
RUN SECRET_KEY=build ALLOWED_HOSTS=build SITE_URL=https://build DATABASE_URL=postgres://build/build \
    DJANGO_SETTINGS_MODULE=tour.settings.production STATIC_ROOT=/srv/tour/static \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q home partners stages tour

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin tour
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /srv/tour/static /srv/tour/static
COPY --from=build /app /app
# All that the site may write: uploads, and what its background work keeps.
RUN install -d -o tour -g tour /srv/tour/media /app/var
USER tour
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=tour.settings.production \
    STATIC_ROOT=/srv/tour/static \
    MEDIA_ROOT=/srv/tour/media \
    WEB_CONCURRENCY=2
VOLUME /srv/tour/media
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "bin/healthcheck"]
# The number of processes is WEB_CONCURRENCY; their heartbeat belongs in memory, not on the container's disk.
CMD ["gunicorn", "tour.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", "--logger-class=tour.logs.AccessLogger"]
