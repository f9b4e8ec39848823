"""The queue and the ticket page. Nothing is edited in place: every change is a use case of `triage`."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diagnosis.tickets import triage
from diagnosis.tickets.cautions import cautions
from diagnosis.tickets.desk import desk
from diagnosis.tickets.filters import AgeFilter, AppFilter, AssigneeFilter, CauseFilter, CodeFilter, StateFilter
from diagnosis.tickets.models import RequesterState, State, Ticket
from diagnosis.tickets.queue import FROM_REQUESTER, matching, with_last_word
from diagnosis.tickets.staff_forms import AssignForm, ResolveForm, StaffForm, WordsForm
from diagnosis.tickets.words import masked

UseCase = Callable[..., Ticket]

# What a button on the ticket page does: what must be filled in, the use case, and what is said afterwards.
ACTIONS: Mapping[str, tuple[type[StaffForm], UseCase, Any]] = {
    "take": (StaffForm, triage.take, _("The ticket is yours.")),
    "assign": (AssignForm, triage.assign, _("The ticket is assigned.")),
    "reply": (WordsForm, triage.reply, _("Your answer stands on the employee’s page.")),
    "ask": (WordsForm, triage.ask, _("Your question stands on the employee’s page; the ticket waits for the answer.")),
    "note": (WordsForm, triage.note, _("The note is kept. Only staff see it.")),
    "resolve": (ResolveForm, triage.resolve, _("The ticket is resolved; the employee’s page says so.")),
    "reopen": (WordsForm, triage.reopen, _("The ticket is open again.")),
}


if TYPE_CHECKING:
    # Django's own class takes no parameter when it runs.
    TicketModelAdmin = admin.ModelAdmin[Ticket]
else:
    TicketModelAdmin = admin.ModelAdmin


@admin.register(Ticket)
class TicketAdmin(TicketModelAdmin):
    list_display = (
        "shown_reference",
        "shown_state",
        "shown_code",
        "shown_cause",
        "user_principal_name",
        "app",
        "assignee",
        "age",
        "requester",
    )
    list_display_links = ("shown_reference",)
    list_filter = (StateFilter, CodeFilter, CauseFilter, AppFilter, AssigneeFilter, AgeFilter)
    list_select_related = ("cause", "assignee")
    list_per_page = 50
    empty_value_display = ""
    ordering = ("-created_at",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("reference",)
    search_help_text = _(
        "Reference, request or correlation ID, user ID, name, mail address or code. "
        "A search looks into resolved tickets too."
    )
    actions = ("take_selected", "resolve_selected")
    change_form_template = "admin/tickets/ticket/change_form.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/admin-tickets.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ticket | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        return with_last_word(super().get_queryset(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nothing but our own filters: a free lookup would tell digests letter by letter, or run any pattern."""
        return lookup in {offered.parameter_name for offered in self.list_filter}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        return (matching(queryset, search_term) if search_term.strip() else queryset), False

    @admin.display(description=_("reference"), ordering="reference")
    def shown_reference(self, ticket: Ticket) -> str:
        return format_html('<span class="ticket-reference">{}</span>', ticket.reference)

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, ticket: Ticket) -> str:
        state = _("Waiting") if ticket.state == State.PENDING else ticket.get_state_display()
        badges = [(ticket.state, state)]
        if ticket.last_word in FROM_REQUESTER:  # type: ignore[attr-defined]  # with_last_word
            badges.append(("wrote", _("They wrote")))
        if ticket.is_held:
            badges.append(("held", _("Look twice")))
        return format_html_join(" ", '<span class="ticket-badge ticket-badge--{}">{}</span>', badges)

    @admin.display(description=_("code"), ordering="main_code", empty_value="–")
    def shown_code(self, ticket: Ticket) -> str | None:
        return ticket.main_code or None

    @admin.display(description=_("cause"), ordering="cause__title", empty_value="–")
    def shown_cause(self, ticket: Ticket) -> str | None:
        return ticket.cause.title if ticket.cause else None

    @admin.display(description=_("age"), ordering="-created_at")
    def age(self, ticket: Ticket) -> str:
        return timesince(ticket.created_at, depth=1)

    @admin.display(description=_("identity"), ordering="requester_state")
    def requester(self, ticket: Ticket) -> str:
        if ticket.requester_state == RequesterState.VERIFIED:
            return format_html('<span class="ticket-badge">{}</span>', _("Verified"))
        return format_html(
            '<span class="ticket-badge ticket-badge--unverified" data-testid="requester-unverified">{}</span>',
            _("Not verified"),
        )

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(self.act)
        return [path("<uuid:pk>/do/<slug:action>/", act, name="tickets_ticket_act"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if (words := _without_secrets(request.GET.get(SEARCH_VAR, ""))) is not None:
            query = request.GET.copy()
            query[SEARCH_VAR] = words
            return redirect(f"{request.path}?{query.urlencode()}")
        return super().changelist_view(request, {"title": _("Tickets"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, self._ticket(request, object_id))

    def act(self, request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
        """Every button of the ticket page; on a bad form the page comes back with what was typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        ticket = self._ticket(request, pk)
        if not self.has_change_permission(request, ticket):
            raise PermissionDenied
        if action not in ACTIONS:
            raise Http404
        form_class, use_case, done = ACTIONS[action]
        form = form_class(request.POST, ticket=ticket, auto_id=_auto_id(action))
        if not form.is_valid():
            form.point_to_error()
            return self._page(request, ticket, {action: form})
        try:
            use_case(ticket=ticket, by=request.user, now=timezone.now(), **form.cleaned_data)
        except triage.TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            unsent = form.cleaned_data.get("message", "")
            return self._page(request, self._ticket(request, pk), unsent=unsent, status=HTTPStatus.CONFLICT)
        messages.success(request, done)
        return redirect("admin:tickets_ticket_change", pk)

    @admin.action(description=_("Take the selected tickets"), permissions=["change"])
    def take_selected(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> HttpResponse | None:
        return self._in_bulk(request, queryset, "take")

    @admin.action(description=_("Resolve the selected tickets"), permissions=["change"])
    def resolve_selected(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> HttpResponse | None:
        return self._in_bulk(request, queryset, "resolve")

    def _ticket(self, request: HttpRequest, pk: UUID | str) -> Ticket:
        try:
            ticket = self.get_queryset(request).select_related("report", "cause", "assignee").filter(pk=pk).first()
        except ValidationError:  # not a UUID
            ticket = None
        if ticket is None:
            raise Http404
        if not self.has_view_or_change_permission(request, ticket):
            raise PermissionDenied
        return ticket

    def _page(
        self,
        request: HttpRequest,
        ticket: Ticket,
        bound: Mapping[str, StaffForm] | None = None,
        *,
        unsent: str = "",
        status: HTTPStatus = HTTPStatus.OK,
    ) -> TemplateResponse:
        """`unsent` are words whose use case was refused: nothing a person typed is lost."""
        seen = desk(ticket)
        context = {
            **self.admin_site.each_context(request),
            "title": ticket.reference,
            "opts": self.opts,
            "media": self.media,
            "ticket": ticket,
            "desk": seen,
            "cautions": cautions(ticket, seen),
            "never": ticket.cause.it_must_never.splitlines() if ticket.cause else [],
            "forms": self._forms(request, ticket, bound or {}),
            "unsent": unsent,
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)

    def _forms(self, request: HttpRequest, ticket: Ticket, bound: Mapping[str, StaffForm]) -> dict[str, StaffForm]:
        """The forms that fit the ticket's state and the visitor's rights, by action."""
        if not self.has_change_permission(request, ticket):
            return {}
        fitting = {action: kind for action, (kind, _use, _done) in ACTIONS.items() if triage.is_allowed(action, ticket)}
        return {**{name: kind(ticket=ticket, auto_id=_auto_id(name)) for name, kind in fitting.items()}, **bound}

    def _in_bulk(self, request: HttpRequest, queryset: QuerySet[Ticket], action: str) -> HttpResponse | None:
        """Asks first; then every ticket in a transaction of its own, so that one refusal stops no other."""
        form_class, use_case, _done = ACTIONS[action]
        tickets = list(queryset.select_related("cause"))
        is_confirmed = "confirmed" in request.POST
        form = form_class(request.POST if is_confirmed else None, ticket=Ticket())
        if not is_confirmed or not form.is_valid():
            return self._confirm(request, tickets, action, form)
        now, refused = timezone.now(), []
        for ticket in tickets:
            try:
                use_case(ticket=ticket, by=request.user, now=now, **form.cleaned_data)
            except triage.TransitionNotAllowed as refusal:
                refused.append(str(refusal))
        done = len(tickets) - len(refused)
        if done:
            words = ngettext("%(number)d ticket done.", "%(number)d tickets done.", done)
            messages.success(request, words % {"number": done})
        for words in refused:
            messages.error(request, words)
        return None

    def _confirm(self, request: HttpRequest, tickets: list[Ticket], action: str, form: StaffForm) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take these tickets?") if action == "take" else _("Resolve these tickets?"),
            "opts": self.opts,
            "media": self.media,
            "tickets": tickets,
            "form": form,
            "action": f"{action}_selected",
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/tickets/ticket/confirm.html", context)


def _without_secrets(words: str) -> str | None:
    """What may stand in an address instead; None where nothing needs to change."""
    found = masked(words)
    return found.text if found.masks and found.text != words else None


def _auto_id(action: str) -> str:
    """Several forms stand on one page; their fields share names, so their ids must differ."""
    return f"id_{action}_%s"
