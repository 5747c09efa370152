"""A dataset: which rows it has and the fields of each, as JSON and as CSV."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from stages.domain.open_data.fields import Address, Field, Leaf
from stages.domain.open_data.licence import LICENCE, VERSION
from stages.models import EditionPage, StagePage
from tour.models import BasePage, TourPageQuerySet

#: Without it, spreadsheets in French take UTF-8 for Windows-1252.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Selection:
    """What is asked for: the pages below ``root`` (a site's), of one ``edition`` or of all (None)."""

    root: BasePage
    edition: EditionPage | None = None

    def pages(self, model: type[BasePage]) -> TourPageQuerySet:
        """The pages that everybody may see. An alias is left out: it tells what its source tells, if that is open."""
        return model.objects.descendant_of(self.root).live().with_openness().filter(is_open=True)

    def stages(self) -> TourPageQuerySet:
        stages = self.pages(StagePage)
        return stages.child_of(self.edition) if self.edition else stages

    def editions(self) -> TourPageQuerySet:
        editions = self.pages(EditionPage)
        return editions.filter(pk=self.edition.pk) if self.edition else editions


@dataclass(frozen=True)
class Group:
    """Fields that are documented together."""

    title: str
    fields: tuple[Field, ...]

    @property
    def leaves(self) -> list[Leaf]:
        return [leaf for field in self.fields for leaf in field.leaves()]


@dataclass(frozen=True)
class Dataset:
    """``slug`` is its name in addresses, ``key`` that of its list in the JSON document.

    ``rows(selection)`` gives what the fields are read from, in a number of queries that does not depend on how many
    rows there are.
    """

    slug: str
    key: str
    title: str
    description: str
    groups: tuple[Group, ...]
    rows: Callable[[Selection], Iterable[Any]]

    @property
    def fields(self) -> list[Field]:
        return [field for group in self.groups for field in group.fields]

    @property
    def leaves(self) -> list[Leaf]:
        return [leaf for group in self.groups for leaf in group.leaves]

    def record(self, row: Any, address: Address) -> dict[str, Any]:
        return {field.name: field.value(row, address) for field in self.fields}

    def records(self, selection: Selection, address: Address) -> list[dict[str, Any]]:
        return [self.record(row, address) for row in self.rows(selection)]

    def document(self, selection: Selection, address: Address, **about: str) -> dict[str, Any]:
        """The JSON document; ``about`` gives the addresses of the documentation and of the schema.

        It says nothing of when it was made: unchanged data are an unchanged document.
        """
        return {**preamble(**about), self.key: self.records(selection, address)}

    def csv(self, selection: Selection, address: Address) -> str:
        """The CSV file: RFC 4180 (commas, CRLF between records), a header, a byte order mark."""
        leaves = self.leaves
        file = io.StringIO(BYTE_ORDER_MARK)
        file.seek(0, io.SEEK_END)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([leaf.column for leaf in leaves])
        writer.writerows([leaf.cell(record) for leaf in leaves] for record in self.records(selection, address))
        return file.getvalue()


def preamble(*, source: str, schema: str | None = None) -> dict[str, Any]:
    """What every document says of itself."""
    about = {"version": VERSION, "licence": LICENCE.as_json(), "source": source}
    return {**about, "schema": schema} if schema else about
