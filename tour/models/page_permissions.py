"""What somebody may do to a page, where Wagtail's own answer goes too far."""

from wagtail.models import PagePermissionTester


class TourPagePermissionTester(PagePermissionTester):
    """Wagtail lets whoever may change and publish a page also delete, unpublish, move, copy, lock and hide it.

    Here those are the deeds of whoever conducts the Tour: addresses that were given out stay. Somebody who keeps a page
    may delete what they made below it (a press release) as long as it was never published.
    """

    def can_delete(self, ignore_bulk=False):
        may = super().can_delete(ignore_bulk=ignore_bulk)
        return may and (self.user.conducts_the_tour or self.is_somebodys_draft())

    def is_somebodys_draft(self):
        return not self.page.live and self.page.first_published_at is None and not self.is_kept()

    def is_kept(self):
        return self.page.group_permissions.exists()

    def can_unpublish(self):
        return super().can_unpublish() and self.user.conducts_the_tour

    def can_set_view_restrictions(self):
        return super().can_set_view_restrictions() and self.user.conducts_the_tour

    def can_lock(self):
        return super().can_lock() and self.user.conducts_the_tour

    def can_unlock(self):
        return super().can_unlock() and self.user.conducts_the_tour

    def can_reorder_children(self):
        return super().can_reorder_children() and self.user.conducts_the_tour

    def can_move(self):
        return super().can_move() and self.user.conducts_the_tour

    def can_move_to(self, destination):
        return super().can_move_to(destination) and self.user.conducts_the_tour

    def can_copy(self):
        return super().can_copy() and self.user.conducts_the_tour
