import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import role_of
from tests.accounts.people import PASSWORD, make_staff, sign_in

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
NEW_PASSWORD = "another horse battery staple 8"


@pytest.fixture
def boss(client: Client) -> Client:
    sign_in(client, make_staff("admin"))
    return client


def form_of(user: User, **changes: str) -> dict[str, str]:
    return {"email": user.email, "first_name": "", "last_name": "", "role": role_of(user), "is_active": "on", **changes}


def test_a_new_account_gets_its_role_and_a_verified_address_and_can_sign_in(boss: Client) -> None:
    form = {"email": "Kim.Lee@Example.com", "role": "content", "password1": PASSWORD, "password2": PASSWORD}
    assert boss.post(f"{LIST}add/", form).status_code == 302
    user = User.objects.get(email="kim.lee@example.com")
    assert (user.is_staff, user.is_superuser, role_of(user)) == (True, False, "content")
    assert EmailAddress.objects.get(user=user).verified
    assert sign_in(Client(), user, "/admin/")["Location"] == "/admin/"


def test_the_same_address_in_other_letters_is_no_second_account(boss: Client) -> None:
    make_staff("triage", email="kim.lee@example.com")
    form = {"email": "KIM.LEE@example.com", "role": "content", "password1": PASSWORD, "password2": PASSWORD}
    assert "already exists" in boss.post(f"{LIST}add/", form).content.decode()


def test_a_new_address_replaces_the_old_one_for_signing_in(boss: Client) -> None:
    user = make_staff("triage", has_factor=False)
    boss.post(f"{LIST}{user.pk}/change/", form_of(user, email="Kim.New@example.com"))
    user.refresh_from_db()
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("kim.new@example.com", True, True)
    ]
    assert sign_in(Client(), user).status_code == 302


def test_a_changed_role_replaces_the_old_one(boss: Client) -> None:
    user = make_staff("triage")
    boss.post(f"{LIST}{user.pk}/change/", form_of(user, role="content"))
    assert list(user.groups.values_list("name", flat=True)) == ["content"]
    boss.post(f"{LIST}{user.pk}/change/", form_of(user, role="admin"))
    user.refresh_from_db()
    assert user.is_superuser
    boss.post(f"{LIST}{user.pk}/change/", form_of(user, role="triage"))
    user.refresh_from_db()
    assert (user.is_superuser, role_of(user)) == (False, "triage")


def test_rights_are_offered_by_role_only(boss: Client) -> None:
    page = boss.get(f"{LIST}{make_staff('triage').pk}/change/").content.decode()
    assert 'name="role"' in page
    for name in ("user_permissions", "is_superuser", "is_staff", "groups", "usable_password"):
        assert f'name="{name}"' not in page


def test_a_new_password_is_set_by_another_admin_and_signs_the_person_out(boss: Client) -> None:
    user = make_staff("triage", has_factor=False)
    person = Client()
    sign_in(person, user)
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert 'name="usable_password"' not in boss.get(address).content.decode()
    boss.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert person.get("/admin/")["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("form", [{}, {"usable_password": "false"}, {"password1": "short", "password2": "short"}])
def test_no_account_is_left_without_a_password(boss: Client, form: dict[str, str]) -> None:
    user = make_staff("triage")
    response = boss.post(reverse("admin:auth_user_password_change", args=[user.pk]), form)
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_removing_the_second_factor_asks_first(boss: Client) -> None:
    user = make_staff("triage")
    form = {"action": "remove_second_factor", "_selected_action": user.pk}
    page = boss.post(LIST, form)
    assert user.email in page.content.decode()
    assert Authenticator.objects.filter(user=user).exists()
    assert boss.post(LIST, {**form, "confirmed": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    history = boss.get(f"{LIST}{user.pk}/history/").content.decode()
    assert "Removed the second factor." in history


def test_accounts_are_switched_off_never_deleted(boss: Client) -> None:
    user = make_staff("triage")
    assert boss.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in boss.get(LIST).content.decode()
    boss.post(f"{LIST}{user.pk}/change/", form_of(user, is_active=""))
    user.refresh_from_db()
    assert not user.is_active


def test_the_list_says_who_has_a_second_factor(boss: Client) -> None:
    make_staff("triage", has_factor=False)
    row = boss.get(LIST, {"q": "triage@"}).content.decode().split('class="field-second_factor"')[1]
    assert 'alt="False"' in row.split("</td>")[0]


def test_the_list_costs_the_same_for_one_account_and_for_many(boss: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        boss.get(LIST)
    for number in range(5):
        make_staff("triage", email=f"person{number}@example.com")
    with CaptureQueriesContext(connection) as many:
        boss.get(LIST)
    assert len(many) == len(one)


def test_secrets_of_factors_and_groups_have_no_admin_page() -> None:
    assert not {Authenticator, EmailAddress, Group} & set(admin.site._registry)
