"""Filters of the ticket queue. Each costs at most one query, however many tickets there are."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnosis.tickets.models import State, Ticket

SHOWN_VALUES = 20
NUMBER = re.compile(r"[0-9]{1,18}")
AGES = {
    "hour": (_("In the last hour"), timedelta(hours=1), True),
    "day": (_("In the last 24 hours"), timedelta(days=1), True),
    "older-day": (_("Older than a day"), timedelta(days=1), False),
    "older-3days": (_("Older than 3 days"), timedelta(days=3), False),
    "older-week": (_("Older than a week"), timedelta(days=7), False),
}


class QueueFilter(admin.SimpleListFilter):
    """Drawn as one of a row of menus above the list."""

    template = "admin/tickets/ticket/filter.html"

    def value(self) -> str | None:
        """What was chosen. PostgreSQL refuses to look for a NUL, so an address with one chooses nothing."""
        value = super().value()
        return None if value is None or "\x00" in value else value


class StateFilter(QueueFilter):
    """The queue shows active tickets unless asked otherwise; a search looks into all of them."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.is_search = bool(request.GET.get(SEARCH_VAR))
        everything = [] if self.is_search else [("all", _("All"))]
        return [*everything, *State.choices]

    def value(self) -> str | None:
        value = super().value()
        return None if self.is_search and value == "all" else value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        value = self.value()
        if value is None:
            return queryset if self.is_search else queryset.exclude(state__in=Ticket.final_states)
        return queryset if value == "all" else queryset.filter(state=value)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        active = _("All") if self.is_search else _("Active")
        yield self._choice(changelist, None, active)
        for value, title in self.lookup_choices:
            yield self._choice(changelist, str(value), title)

    def _choice(self, changelist: ChangeList, value: str | None, title: Any) -> dict[str, Any]:
        new = {self.parameter_name: value} if value else {}
        removed = [] if value else [self.parameter_name]
        return {
            "selected": self.value() == value,
            "query_string": changelist.get_query_string(new, removed),
            "display": title,
        }


class AgeFilter(QueueFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, title) for key, (title, _age, _is_newer) in AGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        if (value := self.value()) not in AGES:
            return queryset
        _title, age, is_newer = AGES[value]
        since = timezone.now() - age
        return queryset.filter(created_at__gte=since) if is_newer else queryset.filter(created_at__lt=since)


class FrequentValueFilter(QueueFilter):
    """The most frequent values of a column that strangers write: the list never grows beyond SHOWN_VALUES."""

    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        values = Ticket.objects.exclude(**{self.column: ""}).values_list(self.column).order_by()
        frequent = values.annotate(number=Count("pk")).order_by("-number", self.column)[:SHOWN_VALUES]
        return [(value, f"{value} ({number})") for value, number in frequent]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        return queryset.filter(**{self.column: value}) if (value := self.value()) else queryset


class CodeFilter(FrequentValueFilter):
    title = _("code")
    parameter_name = "code"
    column = "main_code"


class AppFilter(FrequentValueFilter):
    title = _("app")
    parameter_name = "app"
    column = "app"


class CauseFilter(QueueFilter):
    """Causes that some ticket has."""

    title = _("cause")
    parameter_name = "cause"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(
            Ticket.objects.filter(cause__isnull=False)
            .order_by("cause__position", "cause__slug")
            .values_list("cause__slug", "cause__title")
            .distinct()
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        return queryset.filter(cause__slug=value) if (value := self.value()) else queryset


class AssigneeFilter(QueueFilter):
    title = _("assignee")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        holders = Ticket.objects.filter(assignee__isnull=False).order_by("assignee__email")
        others = holders.exclude(assignee=request.user.pk).values_list("assignee", "assignee__email").distinct()
        return [("me", _("Mine")), ("nobody", _("Nobody")), *((str(pk), email) for pk, email in others)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        match self.value():
            case None:
                return queryset
            case "me":
                return queryset.filter(assignee=request.user.pk)
            case "nobody":
                return queryset.filter(assignee=None)
            case pk:
                return queryset.filter(assignee=int(pk)) if NUMBER.fullmatch(pk) else queryset.none()
