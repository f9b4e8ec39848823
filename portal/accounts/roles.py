"""Who may do what: triage works tickets, content edits what we know, admin is a superuser.

The groups are written from here after every migration; rights added to them by hand do not last.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps as registry
from django.contrib.auth.models import Group
from django.db import transaction

from portal.accounts.models import User

TRIAGE, CONTENT, ADMIN = "triage", "content", "admin"
ROLES = (TRIAGE, CONTENT, ADMIN)

CATALOGUE = tuple(
    f"catalogue.{name}" for name in ("cause", "step", "errorcode", "codecause", "signature", "example", "label")
)
HELP = ("help.article", "help.faqentry")
SEEN_IN_TRIAGE = (
    "tickets.ticket",
    "tickets.ticketevent",
    "reports.report",
    "reports.match",
    "reports.contextanswer",
    "reports.stepoutcome",
    *CATALOGUE,
)

# group -> ((models, actions), …)
RIGHTS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    TRIAGE: ((SEEN_IN_TRIAGE, "view"), (("tickets.ticket",), "change")),
    CONTENT: (
        (CATALOGUE + HELP, "add change view"),
        (("catalogue.trial",), "view change"),
        (("reports.sortedtext",), "view add"),
    ),
}


def permission_names(group: str) -> Iterator[tuple[str, str]]:
    """(app label, codename) of each right of the group."""
    for models, actions in RIGHTS[group]:
        for model in models:
            app_label, name = model.split(".")
            yield from ((app_label, f"{action}_{name}") for action in actions.split())


def sync_groups(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    """Receiver of post_migrate. Where only some apps are migrated, it grants what exists so far.

    `flush` sends the signal without `apps`: then everything is migrated and the registry itself will do.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    known = {
        (app_label, codename): pk
        for pk, app_label, codename in permission_model.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name in RIGHTS:
        group, _ = group_model.objects.using(using).get_or_create(name=name)
        group.permissions.set([known[right] for right in permission_names(name) if right in known])


@transaction.atomic
def assign(user: User, role: str) -> None:
    user.is_staff = True
    user.is_superuser = role == ADMIN
    user.save(update_fields=["is_staff", "is_superuser"])
    user.groups.set(Group.objects.filter(name=role))


def role_of(user: User) -> str:
    """The role as a word; "" for an account without one."""
    if user.is_superuser:
        return ADMIN
    return ", ".join(group.name for group in user.groups.all())
