"""The panels of the admin's home page, without what somebody once worked on and keeps no more."""

from wagtail.admin.views import home

from tour.access import pages_of


def own(user, pairs):
    """Of (page, anything) pairs, the second of those whose page is still ``user``'s."""
    pairs = list(pairs)
    kept = set(pages_of(user).filter(pk__in=[page.pk for page, _ in pairs]).values_list("pk", flat=True))
    return [thing for page, thing in pairs if page.pk in kept]


class RecentEditsPanel(home.RecentEditsPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        edits = context["last_edits"]
        context["last_edits"] = own(parent_context["request"].user, ((page, (at, page)) for at, page in edits))
        return context


class InModerationPanel(home.UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        states = context["workflow_states"]
        context["workflow_states"] = own(
            parent_context["request"].user, ((state.content_object, state) for state in states)
        )
        return context


class LockedPagesPanel(home.LockedPagesPanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["locked_pages"] = context["locked_pages"].filter(pk__in=pages_of(parent_context["request"].user))
        return context


#: Wagtail's panel → ours.
PANELS = {
    home.RecentEditsPanel: RecentEditsPanel,
    home.UserObjectsInWorkflowModerationPanel: InModerationPanel,
    home.LockedPagesPanel: LockedPagesPanel,
}
