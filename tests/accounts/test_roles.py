"""Every address of the project with every role. A new address fails here until its answer is stated."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from diagnosis.catalogue.content_row import ContentRow
from diagnosis.catalogue.models import Cause, ErrorCode, Example, Label, Signature, Trial
from diagnosis.reports.links import derive
from diagnosis.reports.models import SortedText
from portal.accounts.roles import sync_groups
from portal.help.models import Article, FaqEntry
from tests.accounts.people import make_staff, sign_in
from tests.tickets.conftest import make_report, make_ticket

pytestmark = pytest.mark.django_db
ARGUMENT = re.compile("<([^>]+)>")
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
ROLES = ("stranger", "triage", "content", "admin")

# Addresses outside the model pages: the answer to a GET for a stranger, triage, content and admin.
SAME = {200: (200,) * 4, 302: (302,) * 4, 404: (404,) * 4, 405: (405,) * 4}
STAFF = (302, 200, 200, 200)
ANSWERS: dict[str, tuple[int, int, int, int]] = {
    **dict.fromkeys(("home", "help_index", "help_article", "faq", "code_page", "diagnose", "diagnosis"), SAME[200]),
    **dict.fromkeys(("handoff", "ticket_status", "healthz", "readyz", "robots_txt", "security_txt"), SAME[200]),
    **dict.fromkeys(("diagnosis_solved", "diagnosis_step"), SAME[405]),
    # Signing in and out
    "account_login": (200, 302, 302, 302),
    "account_logout": STAFF,
    "account_inactive": SAME[200],
    "mfa_authenticate": SAME[302],
    "mfa_login_webauthn": SAME[302],
    # One's own account; whoever has a code confirms with it, not with the password and not with a key they lack
    **dict.fromkeys(("account_change_password", "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp"), STAFF),
    **dict.fromkeys(("mfa_list_webauthn", "mfa_add_webauthn"), STAFF),
    **dict.fromkeys(("account_home", "account_reauthenticate", "mfa_activate_totp"), SAME[302]),
    "mfa_reauthenticate_webauthn": SAME[302],
    **dict.fromkeys(("mfa_edit_webauthn", "mfa_remove_webauthn"), (302, 404, 404, 404)),  # somebody else's key
    # The admin's own pages
    **dict.fromkeys(("admin:index", "admin:password_change", "admin:password_change_done", "admin:jsi18n"), STAFF),
    "admin:login": SAME[302],
    "admin:logout": (302, 405, 405, 405),
    "admin:autocomplete": (302, 403, 403, 403),
    "admin:view_on_site": (302, 404, 404, 404),
    "admin:auth_user_password_change": (302, 403, 403, 200),
    "admin:tickets_ticket_act": (302, 405, 405, 405),
    # The content owner's desk
    "admin:reports_sortedtext_sort": (302, 405, 405, 405),
    **dict.fromkeys(("admin:catalogue_trial_try", "admin:help_article_export"), (302, 403, 200, 200)),
    **dict.fromkeys(("admin:catalogue_trial_check", "admin:catalogue_trial_publish"), (302, 405, 405, 405)),
    **{
        f"admin:catalogue_{kind}_{action}": (302, 405, 405, 405)
        for kind in ("cause", "errorcode", "signature", "example", "label")
        for action in ("discard", "restore")
    },
    "admin:app_list accounts": (302, 404, 404, 200),
    "admin:app_list help": (302, 404, 200, 200),
    "admin:app_list catalogue": STAFF,
    "admin:app_list reports": (302, 200, 200, 200),
    "admin:app_list tickets": (302, 200, 404, 200),
    "admin:anything": (302, 404, 404, 404),
}
# Model pages: view, add, change, delete. The rows come from files, so they are unpublished, never deleted.
RIGHTS: dict[str, tuple[str, str, str]] = {
    "accounts_user": ("", "", "vac"),
    "help_article": ("", "vac", "vac"),
    "help_faqentry": ("", "vac", "vac"),
    "catalogue_cause": ("v", "vac", "vac"),
    "catalogue_errorcode": ("v", "vac", "vac"),
    "catalogue_signature": ("v", "vac", "vac"),
    "catalogue_example": ("v", "vac", "vac"),
    "catalogue_label": ("v", "vac", "vac"),
    "catalogue_trial": ("", "vc", "vc"),
    "reports_sortedtext": ("", "v", "v"),
    "reports_report": ("v", "", "v"),
    "tickets_ticket": ("vc", "", "vc"),
}
NEEDS = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}


@pytest.fixture
def rows(db: None) -> SimpleNamespace:
    cause = Cause.objects.create(
        slug="conditional-access-policy", title="T", summary="S", meaning="M", source="S", reviewed_on=date(2026, 1, 1)
    )
    content = {"source": "S", "reviewed_on": date(2026, 1, 1), "slug": "a"}
    found = SimpleNamespace(
        catalogue_cause=cause,
        catalogue_errorcode=ErrorCode.objects.create(code="53003"),
        catalogue_signature=Signature.objects.create(key="a", cause=cause, phrase="one two three"),
        catalogue_example=Example.objects.create(key="a", cause=cause, text="text"),
        catalogue_label=Label.objects.create(key="a", language="de", field="ip", names="IP-Adresse"),
        catalogue_trial=Trial.objects.create(rows=[], fingerprint="", started_at=NOW, beat_at=NOW, finished_at=NOW),
        reports_sortedtext=SortedText.objects.create(text_digest="d", outcome="aside", sorted_at=NOW),
        help_article=Article.objects.create(title="T", summary="S", body="B", **content),
        help_faqentry=FaqEntry.objects.create(question="Q", answer="A", **content),
        reports_report=make_report(),
        tickets_ticket=make_ticket(),
        accounts_user=make_staff("triage", email="colleague@example.com"),
    )
    found.key = Authenticator.objects.create(user=found.accounts_user, type="webauthn", data={"name": "Key"})
    for row in vars(found).values():
        if isinstance(row, ContentRow):
            row.loaded_hash = row.content_hash()
            row.save()
    return found


def patterns(found: list[Any], prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """(route, name with namespace) of every address."""
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern.url_patterns, route, f"{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif isinstance(pattern, URLPattern):
            yield route, f"{namespace}{pattern.name or ''}"


def addresses(rows: SimpleNamespace) -> Iterator[tuple[str, str]]:
    """(address, the name its answer is stated under)."""
    for route, name in patterns(get_resolver().url_patterns):
        if "app_label" in route:
            for label in ("accounts", "help", "catalogue", "reports", "tickets"):
                yield f"/admin/{label}/", f"{name} {label}"
        elif "(?P<url>.*)" in route:
            yield "/admin/no-such-page/", "admin:anything"
        else:
            yield "/" + ARGUMENT.sub(partial(sample, route, rows), route), name or route


def sample(route: str, rows: SimpleNamespace, argument: re.Match[str]) -> str:
    """A value for one argument of a route, taken from the rows."""
    name = argument[1].split(":")[-1]
    if name == "token":
        kind, row = ("ticket", rows.tickets_ticket) if route.startswith("t/") else ("report", rows.reports_report)
        return derive(kind, row.pk, 1)
    if name in ("object_id", "id") and not route.startswith("admin/r/"):
        return str(getattr(rows, "_".join(route.split("/")[1:3])).pk)
    known = {"slug": "a", "code": "53003", "action": "take", "content_type_id": "1", "object_id": "1"}
    return known.get(name) or str(rows.tickets_ticket.pk if "tickets" in route else rows.key.pk)


def stated(address: str, name: str) -> tuple[int, ...]:
    """What the tables above say about an address."""
    if name in ANSWERS:
        return ANSWERS[name]
    if name == "admin:":
        return (302, 302, 302, 302)  # an object's bare address leads to its change page, which decides
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if model not in RIGHTS:
        pytest.fail(f"{name} ({address}) stands in no table: state who may open it")
    return (302, *(200 if NEEDS[page] in rights else 403 for rights in RIGHTS[model]))


@pytest.fixture
def clients() -> dict[str, Client]:
    found = {role: Client() for role in ROLES}
    for role in ROLES[1:]:
        sign_in(found[role], make_staff(role))
    return found


def test_every_address_answers_every_role_as_stated(rows: SimpleNamespace, clients: dict[str, Client]) -> None:
    wrong = {}
    for address, name in addresses(rows):
        got = tuple(clients[role].get(address).status_code for role in ROLES)
        if got != stated(address, name):
            wrong[f"{name} {address}"] = f"{got}, stated {stated(address, name)}"
    assert wrong == {}


def test_nobody_changes_by_post_what_they_may_not(rows: SimpleNamespace, clients: dict[str, Client]) -> None:
    pages = {"add": "a", "change": "c", "delete": "d"}
    passed = []
    for address, name in addresses(rows):
        model, _, page = name.removeprefix("admin:").rpartition("_")
        if model not in RIGHTS or page not in pages:
            continue
        for role, rights in zip(ROLES, ("", *RIGHTS[model]), strict=True):
            if pages[page] not in rights:
                status = clients[role].post(address, {"post": "yes"}).status_code
                expected = {302} if role == "stranger" else {403, 405}
                passed += [] if status in expected else [(role, address, status)]
    assert passed == []


def test_content_owners_can_not_act_on_tickets(rows: SimpleNamespace, clients: dict[str, Client]) -> None:
    address = f"/admin/tickets/ticket/{rows.tickets_ticket.pk}/do/take/"
    assert clients["content"].post(address).status_code == 403
    assert clients["triage"].post(address).status_code == 302


def test_only_admins_reach_staff_accounts_by_any_means(rows: SimpleNamespace, clients: dict[str, Client]) -> None:
    form = {"action": "remove_second_factor", "_selected_action": rows.accounts_user.pk, "confirmed": "yes"}
    for role in ("triage", "content"):
        assert clients[role].post("/admin/accounts/user/", form).status_code == 403
        query = {"app_label": "tickets", "model_name": "ticket", "field_name": "assignee"}
        assert clients[role].get("/admin/autocomplete/", query).status_code == 403
    assert Authenticator.objects.filter(user=rows.accounts_user).count() == 2


def test_rights_added_to_a_group_by_hand_do_not_last() -> None:
    group = Group.objects.get(name="content")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.add(Permission.objects.get(codename="change_user"))
    group.permissions.remove(Permission.objects.get(codename="change_cause"))
    call_command("migrate", verbosity=0)
    assert set(group.permissions.values_list("codename", flat=True)) == before


def test_every_right_of_the_table_exists() -> None:
    from portal.accounts.roles import RIGHTS, permission_names

    named = {name for group in RIGHTS for name in permission_names(group)}
    assert named <= set(Permission.objects.values_list("content_type__app_label", "codename"))


def test_a_database_with_no_accounts_yet_is_left_alone() -> None:
    class Nothing:
        def get_model(self, *names: str) -> None:
            raise LookupError

    sync_groups(using="default", apps=Nothing())
    assert apps.get_model("auth", "Group").objects.count() == 2
