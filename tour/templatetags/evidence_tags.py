"""Figures and citations of a page, as the templates show them."""

from itertools import groupby

from django import template

from tour import french
from tour.enums import Standing

register = template.Library()

#: The weaker standing decides how a group of citations is shown.
WEAKNESS = [Standing.CONTRADICTORY, Standing.TO_CONFIRM, Standing.CONFIRMED]


@register.simple_tag
def citations_of(page, with_results=True):
    """Citations grouped by statement: list of {statement, standing, standing_label, claims}, the doubtful first.

    Those known after the event only if asked for.
    """
    rows = [row for row in page.citations.select_related("source") if with_results or not row.is_result]
    order = {}
    for row in rows:
        order.setdefault(row.statement, len(order))
    groups = []
    for statement, group in groupby(sorted(rows, key=lambda row: order[row.statement]), lambda row: row.statement):
        citations = list(group)
        standing = min((Standing(citation.standing) for citation in citations), key=WEAKNESS.index)
        groups.append(
            {
                "statement": statement,
                "standing": standing.value,
                "standing_label": standing.label,
                "claims": [claim(citation) for citation in citations],
            }
        )
    return sorted(groups, key=lambda group: WEAKNESS.index(group["standing"]))


def claim(citation):
    """{claim, source_title, source_url, source_date} of one citation."""
    source = citation.source
    if source is None:
        return {"claim": citation.claim}
    return {
        "claim": citation.claim,
        "source_title": str(source),
        "source_url": source.url or source.copy_url,
        "source_date": french.full_date(source.published_on) if source.published_on else "",
    }


@register.simple_tag
def key_figures_of(page, with_results=True):
    """List of {value, unit, label, source_label, source_url}; those known after the event only if asked for."""
    return [
        {
            "value": " ".join(part for part in (prefix(figure), french.number(figure.value)) if part),
            "unit": figure.unit,
            "label": figure.label,
            "source_label": str(figure.source) if figure.source else "",
            "source_url": (figure.source.url or figure.source.copy_url) if figure.source else "",
        }
        for figure in page.key_figures.select_related("source")
        if with_results or not figure.is_result
    ]


def prefix(figure):
    """« plus de », « environ »… nothing for an exact value."""
    return "" if figure.precision == figure.Precision.EXACT else figure.get_precision_display()
