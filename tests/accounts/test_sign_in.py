import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse

from portal.accounts.models import User
from tests.accounts.people import PASSWORD, code, enter_password, make_staff, sign_in

pytestmark = pytest.mark.django_db
WRONG = "wrong horse battery staple 7"
TOO_MANY = "Too many failed login attempts"
NOT_CORRECT = "are not correct"


def comparable(response: HttpResponse, user: User) -> str:
    """The page without what differs by nature: the CSRF token and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return text.replace(user.email, "…")


def test_a_wrong_password_and_an_unknown_address_look_alike(client: Client) -> None:
    known, unknown = make_staff(), User(email="nobody@example.com")
    answers = [comparable(enter_password(client, user, WRONG), user) for user in (known, unknown)]
    assert NOT_CORRECT in answers[0]
    assert answers[0] == answers[1]


def test_the_limit_of_an_account_looks_alike_whether_it_exists_or_not() -> None:
    known, unknown = make_staff(), User(email="nobody@example.com")
    answers = []
    for number, user in enumerate((known, unknown)):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        for _ in range(6):
            response = enter_password(client, user, WRONG)
        answers.append(comparable(response, user))
    assert TOO_MANY in answers[0]
    assert answers[0] == answers[1]


def test_the_right_password_is_refused_once_an_account_is_over_its_limit() -> None:
    user, other = make_staff(), make_staff("content")
    for number in range(5):
        enter_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), user, WRONG)
    refused = enter_password(Client(REMOTE_ADDR="192.0.2.99"), user)
    assert TOO_MANY in refused.content.decode()
    assert enter_password(Client(REMOTE_ADDR="192.0.2.99"), other).status_code == 302


def test_codes_are_limited_per_account(client: Client) -> None:
    enter_password(client, make_staff())
    address = reverse("mfa_authenticate")
    for _ in range(5):
        client.post(address, {"code": "000000"})
    assert TOO_MANY in client.post(address, {"code": code()}).content.decode()


def test_too_many_confirmations_get_a_page_that_says_whom_to_call(client: Client) -> None:
    sign_in(client, make_staff(has_factor=False))
    for _ in range(11):
        response = client.post(reverse("account_reauthenticate"), {"password": WRONG})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()
    assert "+49 30 555 0100" in response.content.decode()


def test_a_client_that_tries_many_accounts_is_limited_and_can_not_pretend_to_be_another() -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    for number in range(11):
        claim = {"headers": {"x-forwarded-for": f"198.51.100.{number}"}}
        form = {"login": f"person{number}@example.com", "password": WRONG}
        response = client.post(reverse("account_login"), form, **claim)
    assert TOO_MANY in response.content.decode()


@override_settings(TRUSTED_PROXY_COUNT=1)
def test_behind_a_trusted_proxy_the_client_is_who_the_proxy_names() -> None:
    def client_of(forwarded: str) -> str:
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        return get_adapter().get_client_ip(RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers=headers))

    assert client_of("198.51.100.1") == client_of("6.6.6.6, 198.51.100.1")
    assert client_of("198.51.100.1") != client_of("198.51.100.2")
    assert client_of("") != client_of("198.51.100.1")


def test_the_counts_name_neither_account_nor_client(client: Client) -> None:
    enter_password(client, make_staff(), WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM sign_in_limits")
        rows = cursor.fetchall()
    assert rows
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key, _ in rows)


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_do_not_slip_past_the_limit() -> None:
    user = make_staff()

    def guess(number: int) -> str:
        try:
            return enter_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), user, WRONG).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(16)))
    tried = sum(NOT_CORRECT in answer for answer in answers)
    assert 1 <= tried <= 5
    assert sum(TOO_MANY in answer for answer in answers) == 16 - tried


def test_an_account_that_is_switched_off_gets_a_page_that_says_what_to_do(client: Client) -> None:
    user = make_staff()
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(reverse("account_login"), {"login": user.email, "password": WRONG})
    assert NOT_CORRECT in response.content.decode()
    page = client.get(reverse("account_inactive")).content.decode()
    assert "+49 30 555 0100" in page


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_request_login_code"]
)
def test_there_is_no_sign_up_no_reset_by_mail_and_no_address_page(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_adapter_refuses_sign_up_as_well(rf: RequestFactory) -> None:
    assert get_adapter().is_open_for_signup(rf.get("/")) is False


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "password/set/", "2fa/recovery-codes/"])
def test_pages_nobody_needs_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_pages_of_an_account_are_never_stored(client: Client) -> None:
    assert "no-store" in client.get(reverse("account_login"))["Cache-Control"]
    sign_in(client, make_staff(has_factor=False))
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"], name


def test_a_foreign_next_address_is_not_followed(client: Client) -> None:
    assert sign_in(client, make_staff(), "https://evil.example/")["Location"] == f"/{settings.ADMIN_PATH}"


def age_the_sign_in(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": time.time() - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()


def test_changing_factors_long_after_the_sign_in_asks_for_the_factor_not_the_password(client: Client) -> None:
    sign_in(client, make_staff())
    address = reverse("mfa_deactivate_totp")
    assert client.get(address).status_code == 200
    age_the_sign_in(client)
    assert client.get(address)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_session_without_the_factor_can_not_remove_it(client: Client) -> None:
    user = make_staff(has_factor=False)
    sign_in(client, user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=user).exists()


def test_enrolling_long_after_the_sign_in_asks_for_the_password(client: Client) -> None:
    sign_in(client, make_staff(has_factor=False))
    age_the_sign_in(client)
    confirm = client.get(reverse("mfa_activate_totp"))["Location"]
    assert confirm.startswith(reverse("account_reauthenticate"))
    assert "Enter your password once more." in client.get(confirm).content.decode()
    form = {"password": PASSWORD, "next": reverse("mfa_activate_totp")}
    assert client.post(confirm, form)["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_key_is_renamed_and_removed_by_its_owner(client: Client) -> None:
    user = make_staff()
    sign_in(client, user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Old name", "credential": {}})
    edit, remove = (reverse(f"mfa_{action}_webauthn", args=[key.pk]) for action in ("edit", "remove"))
    assert "Old name" in client.get(edit).content.decode()
    client.post(edit, {"name": "Office laptop"})
    assert "Office laptop" in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Remove Office laptop?" in client.get(remove).content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()
    client.post(remove)
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_a_password_change_signs_out_every_other_browser(client: Client) -> None:
    user = make_staff(has_factor=False)
    other = Client()
    sign_in(other, user)
    sign_in(client, user)
    new = "another horse battery staple 8"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert "_auth_user_id" in client.session
    assert other.get(reverse("mfa_index"))["Location"].startswith(reverse("account_login"))


def test_the_address_works_in_any_letter_case(client: Client) -> None:
    make_staff()
    form = {"login": "Triage@Example.com", "password": PASSWORD}
    assert client.post(reverse("account_login"), form)["Location"] == reverse("mfa_authenticate")
    assert EmailAddress.objects.get().verified
