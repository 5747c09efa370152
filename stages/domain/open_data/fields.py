"""A field of the open data: its name, what it means, how it is read and how it is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from stages.domain.open_data.text import clean, without_formula

#: Between the elements of a list in one cell; within an element the bar is written broken.
BETWEEN = " | "
#: What gives a page its absolute address.
Address = Callable[[Any], str]


@dataclass(frozen=True)
class Kind:
    """A type of value: its name in French, its JSON Schema, and how a Python value becomes a JSON one."""

    label: str
    schema: dict[str, Any]
    encode: Callable[[Any], Any] = lambda value: value


def rfc3339(instant: datetime) -> str:
    """RFC 3339, to the second, with the offset the instant was given in."""
    return instant.isoformat(timespec="seconds")


TEXT = Kind("texte", {"type": "string"}, clean)
INTEGER = Kind("nombre entier", {"type": "integer"})
BOOLEAN = Kind("oui ou non (true, false)", {"type": "boolean"})
DEGREES = Kind("degrés décimaux, WGS 84", {"type": "number"}, float)
DATE = Kind("date (AAAA-MM-JJ, ISO 8601)", {"type": "string", "format": "date"}, lambda day: day.isoformat())
TIME = Kind(
    "heure locale (HH:MM)",
    {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    lambda at: f"{at:%H:%M}",
)
INSTANT = Kind("date et heure avec décalage (RFC 3339)", {"type": "string", "format": "date-time"}, rfc3339)
UTC_INSTANT = Kind(
    "date et heure en temps universel (RFC 3339)",
    {"type": "string", "format": "date-time"},
    lambda instant: rfc3339(instant.astimezone(UTC)),
)
UUID = Kind("UUID (RFC 9562)", {"type": "string", "format": "uuid"}, str)
URL = Kind("adresse absolue", {"type": "string", "format": "uri"}, clean)
#: Read as a page, written as its address.
PAGE = Kind("adresse absolue", {"type": "string", "format": "uri"})
CODE = Kind("code", {"type": "string"}, str)
OBJECT = Kind("objet", {"type": "object"})


@dataclass(frozen=True)
class Field:
    """One field. ``read(row)`` gives its value: None or "" when unknown, a list when it is ``many``.

    A field of kind OBJECT has ``fields`` of its own, read from what it reads. ``is_sure``: never null. ``choices``:
    the values it takes, which the documentation lists with their labels.
    """

    name: str
    kind: Kind
    read: Callable[[Any], Any]
    description: str
    fields: tuple["Field", ...] = ()
    choices: type[TextChoices] | None = None
    many: bool = False
    is_sure: bool = False

    def value(self, row: Any, address: Address) -> Any:
        """The JSON value of this field for ``row``."""
        found = self.read(row)
        if self.many:
            return [self.encode(one, address) for one in found]
        return None if found is None or found == "" else self.encode(found, address)

    def encode(self, value: Any, address: Address) -> Any:
        if self.kind is OBJECT:
            return {field.name: field.value(value, address) for field in self.fields}
        if self.kind is PAGE:
            return address(value)
        return self.kind.encode(value)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of this field's value."""
        one = {**self.kind.schema}
        if self.choices:
            one["enum"] = [str(value) for value in self.choices.values]
        if self.fields:
            one |= object_schema(self.fields)
        if self.many:
            return {"description": self.description, "type": "array", "items": one}
        if not self.is_sure:
            one["type"] = [one["type"], "null"]
            if self.choices:
                one["enum"] = [*one["enum"], None]
        return {"description": self.description, **one}

    def leaves(self) -> Iterator["Leaf"]:
        """The columns that this field makes in a table."""
        if self.kind is not OBJECT:
            yield Leaf((self,))
        for field in self.fields:
            for leaf in field.leaves():
                yield Leaf((self, *leaf.fields))


def object_schema(fields) -> dict[str, Any]:
    """The keys of an object that has ``fields``. Further keys are not refused: a minor version adds some."""
    return {
        "properties": {field.name: field.schema() for field in fields},
        "required": [field.name for field in fields],
    }


@dataclass(frozen=True)
class Leaf:
    """A value that holds no others: one column of a CSV file, one line of the documentation.

    ``fields`` is the way to it from the record down. At most one of them is a list.
    """

    fields: tuple[Field, ...]

    @property
    def column(self) -> str:
        """Its name in a table: « location_city »."""
        return "_".join(field.name for field in self.fields)

    @property
    def path(self) -> str:
        """Its place in a JSON record: « location.city », « speakers[].name »."""
        return ".".join(f"{field.name}[]" if field.many else field.name for field in self.fields)

    @property
    def type_label(self) -> str:
        label = self.fields[-1].kind.label
        return f"liste\u00a0: {label}" if any(field.many for field in self.fields) else label

    @property
    def can_be_null(self) -> bool:
        return not all(field.is_sure or field.many for field in self.fields)

    @property
    def description(self) -> str:
        return self.fields[-1].description

    @property
    def choices(self) -> list[tuple[str, str]]:
        choices = self.fields[-1].choices
        return [(str(value), label) for value, label in choices.choices] if choices else []

    def pick(self, record: dict[str, Any]) -> Any:
        """The value in a record: a list if a field on the way is one; None where an object on the way is null."""
        return follow(record, [field.name for field in self.fields])

    def cell(self, record: dict[str, Any]) -> str:
        """The value as the text of a cell, harmless in a spreadsheet."""
        value = self.pick(record)
        if isinstance(value, list):
            return without_formula(BETWEEN.join(words(one).replace("|", "¦") for one in value))
        text = words(value)
        return text if isinstance(value, int | float) else without_formula(text)


def follow(value, names):
    if isinstance(value, list):
        return [follow(one, names) for one in value]
    if value is None or not names:
        return value
    return follow(value[names[0]], names[1:])


def words(value) -> str:
    """A JSON value as text: nothing for null, no exponent in a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
