"""What stands in the way of deleting a page, and how that is said.

Wagtail looks at links to the page itself; those to the pages below it would end in an error of the server.
"""

from collections.abc import Callable

from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from modelcluster.fields import ParentalKey

from tour.models import BasePage

#: How many pages are named before « et 3 autres ».
MOST_NAMED = 5
#: Says why a page is not to be deleted with all that is below it, and what to do instead; empty when it may be.
Objection = Callable[[BasePage], str]
_objections: list[Objection] = []


def register(objection: Objection):
    """Let ``objection`` be heard before a page is deleted. For apps to call once they are ready."""
    _objections.append(objection)


def why_not(page: BasePage) -> str:
    """Why ``page`` stays, and what to do; empty when it may be deleted."""
    held_by = holders(page)
    if held_by:
        return refusal(page, held_by)
    return next((said for objection in _objections if (said := objection(page))), "")


def holders(page: BasePage) -> list[BasePage]:
    """The pages, by title, whose rows forbid deleting ``page`` with all that is below it."""
    subtree = BasePage.objects.filter(path__startswith=page.path)
    try:
        Collector(using=subtree.db, origin=subtree).collect(subtree)
    except ProtectedError as refusal:
        found = {page_of(row) for row in refusal.protected_objects}
        return sorted(found, key=lambda holder: (holder.title, holder.pk))
    return []


def page_of(row):
    """The page in whose form a row is edited, at whatever depth."""
    while not isinstance(row, BasePage):
        parent = next(field for field in row._meta.fields if isinstance(field, ParentalKey))
        row = getattr(row, parent.name)
    return row


def refusal(page: BasePage, held_by: list[BasePage]) -> str:
    """Why ``page`` stays, and what to do."""
    named = some_named([holder.title for holder in held_by])
    if page.is_leaf():
        return (
            f"Suppression impossible\u00a0: «\u00a0{page.title}\u00a0» figure encore dans {named}. "
            "Retirez cette mention d’abord, ou dépubliez la page au lieu de la supprimer."
        )
    return (
        f"Suppression impossible\u00a0: des pages sous «\u00a0{page.title}\u00a0» figurent encore dans {named}. "
        "Retirez ces mentions d’abord, ou dépubliez au lieu de supprimer."
    )


def some_named(titles: list[str]) -> str:
    """« Mende », « Rodez »…, a few of them, « et 3 autres pages »."""
    named = ", ".join(f"«\u00a0{title}\u00a0»" for title in titles[:MOST_NAMED])
    others = len(titles) - MOST_NAMED
    if others > 0:
        named += " et une autre page" if others == 1 else f" et {others} autres pages"
    return named
