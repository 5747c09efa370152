"""The Tour as open data: three datasets and the route, all declared field by field.

A field is declared once (``fields.Field``): the JSON documents, the CSV files, the JSON Schema and the page that
documents them are all made of that declaration. Nothing leaves that a public page does not show.
"""

from stages.domain.open_data.dataset import Dataset, Selection
from stages.domain.open_data.licence import CHANGES_NOTICE, LICENCE, VERSION
from stages.domain.open_data.partners import PARTNERS
from stages.domain.open_data.programme import PROGRAMME
from stages.domain.open_data.route import ROUTE_PROPERTIES, route
from stages.domain.open_data.schema import json_schema
from stages.domain.open_data.stages import STAGES

#: In the order in which the page shows them.
DATASETS = (STAGES, PROGRAMME, PARTNERS)

__all__ = [
    "CHANGES_NOTICE",
    "DATASETS",
    "LICENCE",
    "PARTNERS",
    "PROGRAMME",
    "ROUTE_PROPERTIES",
    "STAGES",
    "VERSION",
    "Dataset",
    "Selection",
    "json_schema",
    "route",
]
