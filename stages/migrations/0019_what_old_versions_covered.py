"""Of the versions that are kept nobody knows which themes and region their stages had: those that they have now, so
that whoever follows one by them goes on as before.
"""

from django.db import migrations

from tour.departments import REGION_OF


def fill(apps, schema_editor):
    themes = {}
    tagged = apps.get_model("stages", "ThemedStage").objects.order_by("tag_id")
    for stage, theme in tagged.values_list("content_object", "tag"):
        themes.setdefault(stage, []).append(theme)
    versions = apps.get_model("stages", "ScheduleVersion").objects
    for stage, department in apps.get_model("stages", "StagePage").objects.values_list("pk", "department"):
        of_stage = versions.filter(stage=stage)
        of_stage.update(themes=sorted(set(themes.get(stage, []))), region=REGION_OF.get(department, ""))


class Migration(migrations.Migration):
    dependencies = [("stages", "0018_versions_and_what_they_cover")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
