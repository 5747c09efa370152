"""Wagtail's views of pages, without what they say of other people's."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.admin.views.pages.edit import EditView as WagtailEditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Comment, PageSubscription

from tour.access import is_national, may_work_on


class ExplorerView(ExplorableIndexView):
    @cached_property
    def filters(self):
        """None for those who keep a few pages: there is little to filter, and the filters name whoever ever wrote."""
        return super().filters if is_national(self.request.user) else None


class EditView(WagtailEditView):
    def send_commenting_notifications(self, changes):
        """Wagtail writes to all who once followed the page or spoke in a thread, those who left the team too.

        They follow it no more, and nobody is written to about a thread they took part in.
        """
        gone = [user for user in self.people_of_comments() if not may_work_on(user, self.page)]
        PageSubscription.objects.filter(page=self.page, user__in=gone).delete()
        threads = Comment.objects.filter(Q(user__in=gone) | Q(replies__user__in=gone), page=self.page)
        closed = set(threads.values_list("pk", flat=True))
        changes["resolved_comments"] = [each for each in changes["resolved_comments"] if each.pk not in closed]
        changes["new_replies"] = [each for each in changes["new_replies"] if each[0].pk not in closed]
        super().send_commenting_notifications(changes)

    def people_of_comments(self):
        comments = Comment.objects.filter(page=self.page)
        return get_user_model().objects.filter(
            Q(pk__in=PageSubscription.objects.filter(page=self.page).values("user"))
            | Q(pk__in=comments.values("user"))
            | Q(pk__in=comments.values("replies__user"))
        )
