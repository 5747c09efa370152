"""PostgreSQL's text search configurations: French stems, accents folded first. Nothing on other databases.

The extension ``unaccent`` is a trusted one: the owner of the database may create it.
"""

from django.db import migrations

CONFIGURATIONS = {"french_unaccent": ("french", "french_stem"), "simple_unaccent": ("simple", "simple")}
WORDS = "hword, hword_part, word"


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    for name, (copied, dictionary) in CONFIGURATIONS.items():
        schema_editor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{copied})")
        schema_editor.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR {WORDS} WITH unaccent, {dictionary}"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in CONFIGURATIONS:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION {name}")


class Migration(migrations.Migration):
    dependencies = [("tour", "0004_media_themes_evidence")]

    operations = [migrations.RunPython(create, drop)]
