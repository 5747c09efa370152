"""Finding pages by their words."""

from django.db import connection

from tour.french import fold
from tour.models import BasePage
from tour.search import words_of

#: Characters; nobody types more, and the index need not try.
LONGEST_QUERY = 200
#: On SQLite, how many hits are put in order; see ``find_pages``.
MOST_SORTED = 500


def find_pages(query: str):
    """The visible pages that hold all the words of ``query``, the most relevant first, as something to paginate.

    PostgreSQL ranks by itself. On SQLite a rank costs a subquery a row (minutes on ten thousand pages): pages with
    the words in their title come first there, the others by title, and beyond ``MOST_SORTED`` hits in any order.
    """
    # The search backend reads the queryset's conditions, and knows no EXISTS: hence Wagtail's own ``public()``.
    pages = BasePage.objects.live().public().filter(depth__gt=1)
    if connection.vendor == "postgresql":
        return pages.search(query)
    hits = list(pages.search(query, order_by_relevance=False)[:MOST_SORTED])
    words = words_of(fold(query)).split()
    return sorted(hits, key=lambda page: (not all(word in fold(page.title) for word in words), fold(page.title)))
