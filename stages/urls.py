"""Addresses of the Tour that are no page. What belongs to one stage hangs below the address of its page."""

from django.urls import path

from stages.domain.open_data import DATASETS
from stages.views import open_data

urlpatterns = [
    path("donnees/", open_data.documentation, name="open_data"),
    path("donnees/v1/schema.json", open_data.schema, name="open_data_schema"),
    path("donnees/v1/route.geojson", open_data.as_geojson, name="open_data_route"),
    *(
        path(f"donnees/v1/{dataset.slug}.{form}", view, {"dataset": dataset}, name=f"open_data_{dataset.slug}_{form}")
        for dataset in DATASETS
        for form, view in (("json", open_data.as_json), ("csv", open_data.as_csv))
    ),
]
