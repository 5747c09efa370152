"""Forms of the floor."""


def test_login_asks_for_the_password_in_french(client, db):
    page = client.get("/admin/login/").content.decode()
    assert "Mot de passe" in page.partition("id_password-label")[2][:60]
    assert "Password" not in page
