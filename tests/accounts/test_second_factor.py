import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.test import Client, override_settings
from django.urls import URLResolver, path, reverse

from portal import urls
from portal.accounts.models import User
from portal.accounts.second_factor import is_admin_path
from tests.accounts.people import allow_another_code, code, enrol, enter_password, make_staff, sign_in

pytestmark = pytest.mark.django_db
ADMIN = f"/{settings.ADMIN_PATH}"


def admin_addresses() -> list[str]:
    """One address for every pattern of the admin, whatever it is for."""
    return [f"{ADMIN}{route}" for route in _routes(admin.site.get_urls())]


def _routes(patterns: list, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + re.sub(r"<[^>]+>", "1", str(pattern.pattern).replace("(?P<url>.*)$", "anything"))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def all_lead_to(client: Client, name: str) -> bool:
    answers = {address: client.get(address) for address in admin_addresses()}
    assert len(answers) > 40
    expected = f"{reverse(name)}?next=%2F"
    wrong = {
        a: r.headers.get("Location")
        for a, r in answers.items()
        if not r.headers.get("Location", "").startswith(expected)
    }
    assert wrong == {}
    assert all("no-store" in response["Cache-Control"] for response in answers.values())
    return True


def test_a_stranger_is_sent_to_the_sign_in_from_every_admin_address(client: Client) -> None:
    assert all_lead_to(client, "account_login")


def test_a_password_alone_reaches_no_admin_address(client: Client) -> None:
    sign_in(client, make_staff(has_factor=False))
    assert all_lead_to(client, "mfa_activate_totp")


def test_a_factor_that_was_enrolled_elsewhere_but_not_used_here_reaches_no_admin_address(client: Client) -> None:
    user = make_staff(has_factor=False)
    sign_in(client, user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert all_lead_to(client, "mfa_reauthenticate")


def test_an_account_with_only_a_key_confirms_with_the_key(client: Client) -> None:
    user = make_staff(has_factor=False)
    sign_in(client, user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    assert client.get(ADMIN)["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_posts_are_guarded_like_reads(client: Client) -> None:
    sign_in(client, make_staff("admin", has_factor=False))
    for address in admin_addresses():
        assert client.post(address)["Location"].startswith(reverse("mfa_activate_totp")), address


def test_a_signed_in_person_who_is_no_staff_is_refused(client: Client) -> None:
    client.force_login(User.objects.create_user("person@example.com", "x"))
    assert {client.get(address).status_code for address in admin_addresses()} == {403}


def test_password_and_code_open_the_admin_at_the_page_that_was_asked_for(client: Client) -> None:
    target = f"{ADMIN}tickets/ticket/?state=new"
    assert sign_in(client, make_staff(), target)["Location"] == target
    assert client.get(ADMIN).status_code == 200


def test_a_new_account_enrols_confirms_and_comes_back(client: Client) -> None:
    user = make_staff(has_factor=False)
    assert client.get(ADMIN)["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"
    assert enter_password(client, user, target=ADMIN)["Location"] == ADMIN
    assert client.get(ADMIN)["Location"] == f"{reverse('mfa_activate_totp')}?next=%2Fadmin%2F"
    assert enrol(client, ADMIN)["Location"] == ADMIN
    confirm = client.get(ADMIN)["Location"]
    assert confirm == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    secret = Authenticator.objects.get(user=user).data["secret"]
    assert client.post(confirm, {"code": code(secret), "next": ADMIN})["Location"] == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    enter_password(client, make_staff())
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert response.status_code == 200
    assert client.get(ADMIN)["Location"].startswith(reverse("account_login"))


def test_a_code_works_once_and_then_says_to_take_the_next(client: Client) -> None:
    user, used, again = make_staff(), code(seconds_needed=10), Client()
    for browser in (client, again):
        enter_password(browser, user)
        response = browser.post(reverse("mfa_authenticate"), {"code": used})
    assert response.status_code == 200
    assert "take the next one" in response.content.decode()
    assert client.get(ADMIN).status_code == 200
    assert again.get(ADMIN)["Location"].startswith(reverse("account_login"))


def test_an_open_session_ends_when_the_factor_is_removed(client: Client) -> None:
    user = make_staff()
    sign_in(client, user)
    Authenticator.objects.filter(user=user).delete()
    assert client.get(ADMIN)["Location"].startswith(reverse("mfa_activate_totp"))


def test_a_session_that_used_a_removed_factor_must_use_the_new_one(client: Client) -> None:
    user = make_staff()
    sign_in(client, user)
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert client.get(ADMIN)["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(
    ("record", "passes"),
    [
        ({"method": "mfa", "type": "webauthn", "passwordless": True}, True),
        ({"method": "mfa", "type": "webauthn"}, True),
        ({"method": "mfa", "type": "recovery_codes"}, False),
        ({"method": "password", "type": "webauthn"}, False),
        ({"method": "socialaccount"}, False),
    ],
)
def test_only_a_code_or_a_key_counts_as_second_factor(client: Client, record: dict[str, object], passes: bool) -> None:
    user = make_staff(has_factor=False)
    sign_in(client, user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Passkey", "credential": {}})
    session = client.session
    session["account_authentication_methods"] = [{"at": 0, "id": key.pk, **record}]
    session.save()
    assert (client.get(ADMIN).status_code == 200) is passes


def test_records_of_another_account_in_the_session_do_not_count(client: Client) -> None:
    first, second = make_staff(), make_staff("content", has_factor=False)
    sign_in(client, first)
    records = client.session["account_authentication_methods"]
    factor = Authenticator.objects.get(user=first)
    client.force_login(second)
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(first.pk)
    session.save()
    Authenticator.objects.filter(pk=factor.pk).update(user=second)
    assert client.get(ADMIN)["Location"].startswith(reverse("mfa_reauthenticate"))


def test_signing_out_closes_the_admin(client: Client) -> None:
    user = make_staff()
    sign_in(client, user)
    client.post(reverse("admin:logout"))
    assert client.get(ADMIN)["Location"].startswith(reverse("account_login"))
    allow_another_code()
    sign_in(client, user)
    client.post(reverse("account_logout"))
    assert client.get(ADMIN)["Location"].startswith(reverse("account_login"))


def test_the_admin_says_goodbye_on_the_sign_in_page(client: Client) -> None:
    sign_in(client, make_staff())
    assert f'id="logout-form" method="post" action="{reverse("account_logout")}"' in client.get(ADMIN).content.decode()
    goodbye = client.post(reverse("account_logout"), follow=True)
    assert goodbye.redirect_chain[-1][0] == reverse("account_login")
    assert "You have signed out." in goodbye.content.decode()


def test_a_new_key_has_a_number_and_says_what_a_passkey_is(client: Client) -> None:
    sign_in(client, make_staff())
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert 'value="Key 1"' in page
    assert "sign in with it alone" in page


def test_an_account_that_is_switched_off_is_out_at_once(client: Client) -> None:
    user = make_staff()
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(ADMIN)["Location"].startswith(reverse("account_login"))


def test_dead_ends_of_the_admin_lead_to_its_first_page(client: Client) -> None:
    for name in ("admin:login", "admin:logout"):
        assert client.get(reverse(name))["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


@pytest.mark.parametrize("spelling", ["/admin", "/admin/", "//admin/", "/ADMIN/x/", "/x/../admin/", "/admin/../help/"])
def test_odd_spellings_are_guarded(spelling: str) -> None:
    assert is_admin_path(spelling)


@pytest.mark.parametrize("spelling", ["/", "/administrators/", "/help/admin/", "/diagnose/admin/"])
def test_other_addresses_are_not(spelling: str) -> None:
    assert not is_admin_path(spelling)


def test_an_admin_in_a_second_place_is_guarded_too(client: Client) -> None:
    elsewhere = ModuleType("elsewhere")
    elsewhere.urlpatterns = [*urls.urlpatterns, path("backstage/", admin.site.urls)]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=elsewhere):
        assert client.get("/backstage/")["Location"].startswith(reverse("account_login"))


@override_settings(ADMIN_PATH="staff/room/")
def test_the_guard_follows_the_admin_path() -> None:
    assert is_admin_path("/Staff/Room/tickets/")
    assert not is_admin_path("/staff/")
