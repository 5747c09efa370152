"""What the environment decides: each variable is documented, and production refuses an unsafe one."""

import ast
import re

import pytest
from django.conf import settings

#: Read by others than our settings: Django, gunicorn.
OF_OTHERS = {"DJANGO_SETTINGS_MODULE", "WEB_CONCURRENCY"}


def asked_by_settings():
    """The names of all variables that the settings read from the environment."""
    names = set()
    for path in (settings.BASE_DIR / "tour" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=name), *_]):
                    names.add(name)
    return names


def test_env_example_documents_each_variable_and_no_other():
    example = (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
    asked_by_compose = set(re.findall(r"\$\{(\w+)", compose))
    documented = re.findall(r"^#?(\w+)=", example, re.MULTILINE)
    assert sorted(documented) == sorted(asked_by_settings() | asked_by_compose | OF_OTHERS)


def test_env_example_changes_nothing_as_it_is():
    example = (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    assert [line for line in example.splitlines() if line and not line.startswith("#")] == []


def test_production_loads_with_what_it_requires(process_with_settings):
    process = process_with_settings("production", "")
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("TOUR_CLOCK_START", "2014-10-01T09:00", "production lives in the present"),
        ("TOUR_MAILBOX", "/srv/mailbox", "anybody may read what it keeps"),
        ("DATABASE_URL", "sqlite:////srv/tour.sqlite3", "Production needs PostgreSQL"),
        ("SECRET_KEY", "", "SECRET_KEY setting must not be empty"),
        ("BOUNCE_ADDRESS", f"{'r' * 32}@tour.example", "at most 31 signs"),
    ],
)
def test_production_refuses(process_with_settings, variable, value, message):
    process = process_with_settings(
        "production", "from django.conf import settings\nsettings.SECRET_KEY", **{variable: value}
    )
    assert process.returncode == 1
    assert message in process.stderr


def test_laptop_lives_in_october_2014_and_needs_no_environment(process_with_settings):
    process = process_with_settings(
        "dev", "from tour import clock\nprint(clock.is_demo(), f'{clock.now():%Y-%m-%d %H:%M}')"
    )
    assert process.stdout == "True 2014-10-01 07:00\n"


@pytest.mark.parametrize(
    ("told", "environment", "port"), [(None, {}, 1025), ("8125", {}, 8125), ("8125", {"EMAIL_PORT": "2525"}, 2525)]
)
def test_command_beside_a_demonstration_sends_mail_to_its_mailbox(
    process_with_settings, tmp_path, told, environment, port
):
    if told:
        (tmp_path / "port").write_text(told)
    process = process_with_settings(
        "dev",
        "from django.conf import settings\nprint(settings.EMAIL_HOST, settings.EMAIL_PORT)",
        TOUR_MAILBOX=str(tmp_path),
        **environment,
    )
    assert process.stdout == f"127.0.0.1 {port}\n"


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", "-c lock_timeout=60s -c idle_in_transaction_session_timeout=60s"),
        ("?options=-c%20lock_timeout%3D5s", "-c lock_timeout=5s"),
    ],
)
def test_lock_is_not_waited_for_without_end_in_production(process_with_settings, query, options):
    process = process_with_settings(
        "production",
        "from django.db import connection\nprint(connection.get_connection_params()['options'])",
        DATABASE_URL=f"postgres://tour@127.0.0.1/tour{query}",
    )
    assert process.stdout == f"{options}\n"


#: What is asked of a Redis broker.
QUICK = {"socket_timeout": 5, "socket_connect_timeout": 5, "ack_emulation": False}


def test_redis_is_not_waited_for_and_a_worker_outlives_its_absence(process_with_settings):
    """The options are those that Celery's transport knows: another name would be passed over in silence."""
    process = process_with_settings(
        "production",
        "from kombu.transport.redis import Channel\nfrom tour.celery import app\n"
        "options = app.connection_for_write().transport_options\n"
        "print(sorted(options.items()), set(options) <= set(Channel.from_transport_options))\n"
        "print(app.conf.worker_max_tasks_per_child,"
        " app.conf.broker_connection_retry_on_startup, app.conf.worker_prefetch_multiplier,"
        " app.conf.broker_connection_max_retries)",
        CELERY_BROKER_URL="redis://127.0.0.1:1/0",
    )
    assert process.stdout == f"{sorted(QUICK.items())} True\n1000 True 1 None\n"


def test_folder_is_a_broker_without_any_server(process_with_settings, tmp_path):
    process = process_with_settings(
        "dev",
        "from pathlib import Path\nfrom django.conf import settings\nfrom tour.celery import app\n"
        f"settings.VAR_DIR = Path({str(tmp_path)!r})\n"
        f"app.conf.broker_transport_options = {{key: {str(tmp_path)!r} for key in app.conf.broker_transport_options}}\n"
        "from tour.tasks import publish_scheduled\n"
        "publish_scheduled.delay()\n"
        "with app.connection_for_read() as connection:\n"
        "    print(connection.SimpleQueue('celery').get(timeout=5).headers['task'])",
    )
    assert process.stdout == "tour.tasks.publish_scheduled\n"


def test_processes_of_a_demonstration_share_its_clock(process_with_settings):
    """`make run` gives all its processes the instant at which the demonstration began."""
    process = process_with_settings(
        "dev",
        "import time\nfrom tour import clock\n"
        "late = time.time() - 1_700_000_000\n"
        "print(round((clock.now().timestamp() - 1_412_146_800 - late) / 60))",
        TOUR_CLOCK_STARTED_AT="1700000000",
    )
    assert process.stdout == "0\n"
