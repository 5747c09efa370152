"""The home page and the editorial pages."""

from wagtail.models import Site

from home.models import EditorialPage, HomePage
from tests.factories.page import PageFactory
from tour.models import BasePage


def home_page() -> HomePage:
    """The home page at the root of the default site, which it makes if there is none."""
    home = HomePage.objects.first()
    if home is None:
        site = Site.objects.get(is_default_site=True)
        welcome = site.root_page
        home = BasePage.get_first_root_node().add_child(instance=HomePage(title="Accueil", slug="accueil"))
        site.root_page = home
        site.save()
        welcome.delete()
    return home


class EditorialPageFactory(PageFactory):
    title = "Le Tour"

    class Meta:
        model = EditorialPage

    @classmethod
    def default_parent(cls):
        return home_page()
