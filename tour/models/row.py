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

        ``PROTECT`` knows published rows only, so what a draft or an old version points to may go. Wagtail cannot
        read such a revision: the page could be neither edited nor published any more.
        """
        kept = dict(data)
        for field in cls._meta.fields:
            key = data.get(field.name)
            if not check_fks or key is None or not is_protecting(field):
                continue
            if not field.related_model._default_manager.filter(pk=key).exists():
                if not field.null:
                    return None
                kept[field.name] = None
        return model_from_serializable_data(cls, kept, check_fks=check_fks, strict_fks=strict_fks)


def is_protecting(field):
    return field.many_to_one and field.remote_field.on_delete is models.PROTECT
