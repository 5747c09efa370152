"""Panels of edit forms."""

from wagtail.admin.panels import InlinePanel, TitleFieldPanel
from wagtail.admin.telepath import register as register_telepath_adapter

#: The vocabulary is kept by the national team: no theme is made by typing it.
THEMES_HELP = "Tapez les premières lettres et choisissez dans la liste\u00a0: le vocabulaire est celui du Tour."


class RowsPanel(InlinePanel):
    """The rows of a page. ``label`` names one with its article, « un moment »: the button reads « Ajouter un moment »
    (Wagtail's own: « Ajouter un(e) un moment ») and the rows « Moment 1 », « Moment 2 »…

    ``#:w:contentpath=<relation>`` leads to it, as Wagtail's own addresses lead to a field.
    """

    def __init__(self, relation_name, *args, label, attrs=None, **kwargs):
        attrs = {**(attrs or {}), "data-contentpath": relation_name}
        super().__init__(relation_name, *args, label=label.partition(" ")[2] or label, attrs=attrs, **kwargs)
        self.with_article = label

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "label": self.with_article}

    @register_telepath_adapter
    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "tour/rows_panel.html"


class TitlePanel(TitleFieldPanel):
    """The title, whose address follows it as it is typed; Wagtail's fails where the form has no address to follow.

    Wagtail draws neither box nor label around a title: as long as it is empty, its heading stands in its place.
    """

    def __init__(self, *args, help_text="Tel que les visiteurs le liront.", **kwargs):
        super().__init__(*args, help_text=help_text, **kwargs)

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_placeholder(self):
            return str(self.heading)

        def get_attrs(self):
            attrs = super().get_attrs() if "slug" in self.form.fields else {}
            return {"placeholder": self.get_placeholder(), **attrs}
