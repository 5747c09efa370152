"""The JSON Schema of the JSON documents."""

from collections.abc import Iterable
from typing import Any

from stages.domain.open_data.dataset import Dataset
from stages.domain.open_data.fields import object_schema
from stages.domain.open_data.licence import LICENCE, VERSION


def json_schema(datasets: Iterable[Dataset], address: str) -> dict[str, Any]:
    """A schema (draft 2020-12) that each of the documents follows; each is also a definition of its own.

    ``address`` is that of the schema itself.
    """
    definitions = {dataset.slug: document_schema(dataset) for dataset in datasets}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": f"Données ouvertes du Tour, version {VERSION}",
        "$comment": f"{LICENCE.name}\u00a0: {LICENCE.url}",
        "oneOf": [{"$ref": f"#/$defs/{slug}"} for slug in definitions],
        "$defs": definitions,
    }


def document_schema(dataset: Dataset) -> dict[str, Any]:
    uri = {"type": "string", "format": "uri"}
    return {
        "title": dataset.title,
        "description": dataset.description,
        "type": "object",
        "properties": {
            "version": {"type": "string", "pattern": f"^{VERSION.partition('.')[0]}\\.[0-9]+$"},
            "licence": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "url": uri},
                "required": ["name", "url"],
            },
            "source": uri,
            "schema": uri,
            dataset.key: {"type": "array", "items": {"type": "object", **object_schema(dataset.fields)}},
        },
        "required": ["version", "licence", "source", "schema", dataset.key],
    }
