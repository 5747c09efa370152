"""What stands in the way of deleting a page, and how that is said.

Wagtail looks at links to the page itself; those to the pages below it would end in an error of the server.
"""

from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from modelcluster.fields import ParentalKey

from tour.models import BasePage

#: How many pages are named before « et 3 autres ».
MOST_NAMED = 5


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
    named = ", ".join(f"«\u00a0{holder.title}\u00a0»" for holder in held_by[:MOST_NAMED])
    others = len(held_by) - MOST_NAMED
    if others > 0:
        named += " et une autre page" if others == 1 else f" et {others} autres pages"
    if page.is_leaf():
        return (
            f"Suppression impossible\u00a0: «\u00a0{page.title}\u00a0» figure encore dans {named}. "
            "Retirez cette mention d’abord, ou dépubliez la page au lieu de la supprimer."
        )
    return (
        f"Suppression impossible\u00a0: des pages sous «\u00a0{page.title}\u00a0» figurent encore dans {named}. "
        "Retirez ces mentions d’abord, ou dépubliez au lieu de supprimer."
    )
