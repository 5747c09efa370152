"""Rows edited in the form of their page."""

from django.db import models
from modelcluster.models import model_from_serializable_data
from wagtail.models import Orderable


class Row(Orderable):
    """A row of a page, in an order of its own."""

    class Meta(Orderable.Meta):
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """The row as a revision holds it; None when what it cannot be without has been deleted since.

        A row deleted since is a new one: the edit form takes no key that is not stored. ``PROTECT`` knows published
        rows only, so what a draft or an old version points to may go. Wagtail cannot read such a revision: the page
        could be neither edited nor published any more.
        """
        kept = {**data, "pk": stored_key(cls, data["pk"])}
        for field in cls._meta.fields:
            key = data.get(field.name)
            if not check_fks or key is None or not is_protecting(field):
                continue
            if not field.related_model._default_manager.filter(pk=key).exists():
                if not field.null:
                    return None
                kept[field.name] = None
        return model_from_serializable_data(cls, kept, check_fks=check_fks, strict_fks=strict_fks)


def stored_key(model, pk):
    """``pk``, or None when no row of ``model`` has it any more."""
    return pk if pk is not None and model._default_manager.filter(pk=pk).exists() else None


def is_protecting(field):
    return field.many_to_one and field.remote_field.on_delete is models.PROTECT


def are_stored(rows) -> bool:
    """Whether the rows of a page are those of the database; in a preview they are as typed, and no query knows them."""
    return isinstance(rows, models.QuerySet)


def linked_to_visible(rows, link: str, visible):
    """The rows whose ``link`` (the name of a foreign key) leads to one of the ``visible`` pages, each read with it.

    One query: of stored rows it is a queryset still, to be refined; rows typed in a preview come as a list.
    """
    if are_stored(rows):
        return rows.filter(**{f"{link}__in": visible}).select_related(link)
    rows = list(rows)
    pages = visible.in_bulk([getattr(row, f"{link}_id") for row in rows])
    for row in rows:
        if getattr(row, f"{link}_id") in pages:
            setattr(row, link, pages[getattr(row, f"{link}_id")])
    return [row for row in rows if getattr(row, f"{link}_id") in pages]
