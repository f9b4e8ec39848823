"""What every kind of content has in the admin: its version, its draft, its history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diagnosis.catalogue import drafts, rules, trial
from diagnosis.catalogue.content_row import ContentRow, DraftedRow
from diagnosis.catalogue.models import Actor

ACTORS = {**dict(Actor.choices), Actor.EMPLOYEE: _("The employee")}
Lookups = list[tuple[str, Any]]
# The buttons that leave an edit a draft; every other way of sending the form publishes it.
KEEPS_DRAFT = {"_draft", "_continue", "_addanother"}


class EditedFilter(admin.SimpleListFilter):
    """Hashes are compared in Python, so this reads every row once: a few thousand at most."""

    title = _("version")
    parameter_name = "edited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("yes", _("Edited here")), ("no", _("As in the files"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        wanted = self.value() == "yes"
        return queryset.filter(pk__in=[row.pk for row in queryset if row.is_edited == wanted])


class DraftFilter(admin.SimpleListFilter):
    title = _("draft")
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("yes", _("With a draft")), ("no", _("Without"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(draft__isnull=self.value() == "no") if self.value() in ("yes", "no") else queryset


class ValuesFilter(admin.AllValuesFieldListFilter):
    """Gives the rows without a value a link that can be read."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("(none)")}


class ActorFilter(admin.ChoicesFieldListFilter):
    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            is_employee = choice["display"] == Actor.EMPLOYEE.label
            yield {**choice, "display": ACTORS[Actor.EMPLOYEE] if is_employee else choice["display"]}


class ActorMixin:
    """The public pages say “You”; whoever edits them is not meant."""

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("actor", "who_acts"):
            kwargs["choices"] = list(ACTORS.items())
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]


class ContentAdmin(admin.ModelAdmin):
    """One kind of row. `identity` is the field by which files know a row; it is set once."""

    identity = "key"
    list_per_page = 50
    save_on_top = True

    @admin.display(description=_("version"))
    def edited(self, row: ContentRow) -> str:
        return gettext("edited here") if row.is_edited else gettext("as in the file")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.identity, "edited") if obj else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = _("What was edited here is kept when new content files are loaded.")
        version = [(_("Version"), {"fields": ("edited",), "description": kept})]
        return [*super().get_fieldsets(request, obj), *(version if obj else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ContentRow | None = None) -> bool:
        is_ours = obj is not None and not obj.loaded_hash
        return is_ours and super().has_delete_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # The owner waits until the edit is compiled, and learned where examples changed, not the next visitor.
        transaction.on_commit(rules.current, robust=True)


class DraftedAdmin(ContentAdmin):
    """Edits become drafts. Publishing what can change an answer goes through a trial; words alone go live at once."""

    change_form_template = "admin/catalogue/change_form.html"
    object_history_template = "admin/catalogue/history.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/admin-content.css"]}

    @admin.display(description=_("draft"), ordering="drafted_at")
    def drafted(self, row: DraftedRow) -> str:
        if row.draft is None:
            return "–"
        return gettext("new, not live") if row.is_new_draft else gettext("changes wait")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        return drafts.with_draft(row) if row is not None and self.has_change_permission(request, row) else row

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        drafts.keep(obj, by=request.user, now=timezone.now())

    def parts(self, row: DraftedRow) -> Iterable[DraftedRow]:
        """The rows whose drafts are published with this one."""
        return [row]

    def pending(self, row: DraftedRow) -> list[DraftedRow]:
        return drafts.pending((drafts.kind_of(part), part.pk) for part in self.parts(row))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return super().response_add(request, obj) if IS_POPUP_VAR in request.POST else self._respond(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return super().response_change(request, obj) if IS_POPUP_VAR in request.POST else self._respond(request, obj)

    def _respond(self, request: HttpRequest, row: DraftedRow) -> HttpResponse:
        waiting = self.pending(row)
        if waiting and KEEPS_DRAFT.isdisjoint(request.POST):
            if any(draft.moves_answers for draft in waiting):
                started = trial.start(waiting, by=request.user, now=timezone.now())
                return redirect("admin:catalogue_trial_change", started.pk)
            drafts.publish(waiting, by=request.user, now=timezone.now())
            messages.success(request, gettext("“%s” is live.") % row)
        elif waiting:
            messages.success(
                request,
                gettext("The draft of “%s” is kept. Nothing changes for employees until it is published.") % row,
            )
        else:
            messages.info(request, gettext("“%s” is as it is live: there is nothing to publish.") % row)
        if "_continue" in request.POST:
            return redirect(f"admin:catalogue_{drafts.kind_of(row)}_change", row.pk)
        if "_addanother" in request.POST:
            return redirect(f"admin:catalogue_{drafts.kind_of(row)}_add")
        return self.response_post_save_change(request, row)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj") or (args[3] if len(args) > 3 else None)
        waiting = self.pending(obj) if obj and self.has_change_permission(request, obj) else []
        context["drafts"] = [(row, drafts.draft_differences(row)) for row in waiting]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        name = f"catalogue_{self.opts.model_name}"
        own = [
            path("<int:pk>/discard/", self.admin_site.admin_view(self.discard_view), name=f"{name}_discard"),
            path(
                "<int:pk>/restore/<int:revision>/",
                self.admin_site.admin_view(self.restore_view),
                name=f"{name}_restore",
            ),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._changeable(request, pk)
        try:
            with transaction.atomic():
                for waiting in reversed(self.pending(row)):  # a new cause takes its steps with it
                    drafts.discard(waiting)
        except ProtectedError:
            problem = gettext("Not discarded: other drafts point to “%s”. Discard these, or let them point elsewhere.")
            messages.error(request, problem % row)
            return redirect(f"admin:catalogue_{self.opts.model_name}_change", pk)
        messages.success(request, gettext("The draft of “%s” is discarded.") % row)
        return redirect(f"admin:catalogue_{self.opts.model_name}_changelist")

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        row = self._changeable(request, pk)
        drafts.restore(get_object_or_404(drafts.history(row), pk=revision), row, by=request.user, now=timezone.now())
        messages.success(request, gettext("What it said before stands here as a draft. Publish it to make it live."))
        return redirect(f"admin:catalogue_{self.opts.model_name}_change", pk)

    def _changeable(self, request: HttpRequest, pk: int) -> Any:
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = super().get_object(request, object_id)
        if row is None:
            raise Http404
        shown = {
            "revisions": [(made, drafts.differences(row, made.before, made.after)) for made in drafts.history(row)],
            "can_restore": self.has_change_permission(request, row),
        }
        return super().history_view(request, object_id, {**shown, **(extra_context or {})})
