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
        ("DATABASE_URL", "sqlite:////tmp/tour.sqlite3", "Production needs PostgreSQL"),
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
