"""The guide in the admin."""

from tests.factories import StagePageFactory, UserFactory


def test_guide_is_read_by_whoever_keeps_a_page(client, db):
    organiser = UserFactory()
    StagePageFactory().team.group.user_set.add(organiser)
    client.force_login(organiser)
    assert "Guide des organisateurs</h1>" in client.get("/admin/guide/").content.decode()
