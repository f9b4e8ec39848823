"""What we know, edited by content owners. What came from a file is unpublished, not deleted: it would come back."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import rules
from diagnosis.catalogue.forms import ErrorCodeForm, ExampleForm, SignatureForm, StepForm
from diagnosis.catalogue.models import Actor, Cause, CodeCause, ContentRow, ErrorCode, Example, Signature, Step, hash_of

ACTORS = {**dict(Actor.choices), Actor.EMPLOYEE: _("The employee")}
Lookups = list[tuple[str, Any]]


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


class StepInline(ActorMixin, admin.StackedInline):
    model = Step
    form = StepForm
    extra = 0
    can_delete = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = (("position", "actor", "platform"), "instruction", "detail", "link", ("key", "is_published"))
    verbose_name = _("step")
    verbose_name_plural = _("Steps, in the order people see them")


@admin.register(Cause)
class CauseAdmin(ActorMixin, ContentAdmin):
    identity = "slug"
    inlines = (StepInline,)
    prepopulated_fields = {"slug": ("title",)}
    list_display = ("title", "slug", "acts", "is_core", "position", "is_published", "edited", "reviewed_on")
    list_filter = ("is_published", EditedFilter, "is_core", ("who_acts", ActorFilter))
    search_fields = ("title", "slug", "summary", "meaning", "steps__instruction")
    search_help_text = _("Words of the title, the meaning or a step.")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "is_published")}),
        (_("What people read"), {"fields": ("meaning", "recognise", "who_acts", "it_must_never")}),
        (_("Place and source"), {"fields": ("is_core", "position", "source", "reviewed_on")}),
    )

    @admin.display(description=_("who acts"), ordering="who_acts")
    def acts(self, cause: Cause) -> str:
        return str(ACTORS.get(cause.who_acts, cause.who_acts))


class CodeCauseInline(admin.StackedInline):
    model = CodeCause
    extra = 0
    fields = (("cause", "weight"),)
    verbose_name = _("cause this code points to")
    verbose_name_plural = _("Causes this code points to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeCause]:
        return super().get_queryset(request).select_related("cause")


@admin.register(ErrorCode)
class ErrorCodeAdmin(ContentAdmin):
    identity = "code"
    form = ErrorCodeForm
    inlines = (CodeCauseInline,)
    list_display = ("code", "symbolic_name", "first_cause", "is_reviewed", "is_published", "edited")
    list_filter = ("is_published", EditedFilter, "is_reviewed", "is_client", ("who_can_fix", ValuesFilter))
    search_fields = ("code", "symbolic_name", "family", "note", "causes__title")
    search_help_text = _("A code without AADSTS, a symbolic name, a family, or words of the note.")
    fieldsets = (
        (None, {"fields": ("code", "is_client", "symbolic_name", "note", "is_published")}),
        (_("What it is"), {"fields": ("family", "who_can_fix", "is_user_visible", "is_reviewed", "source")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorCode]:
        return super().get_queryset(request).prefetch_related("links__cause")

    @admin.display(description=_("first cause"))
    def first_cause(self, code: ErrorCode) -> str:
        return next((str(link.cause) for link in code.links.all()), "–")


@admin.register(Signature)
class SignatureAdmin(ContentAdmin):
    form = SignatureForm
    list_display = ("__str__", "cause", "weight", "only_with_codes", "language", "is_published", "edited")
    list_filter = ("is_published", EditedFilter, "kind", "language", "cause")
    search_fields = ("phrase", "key", "field", "value", "only_with_codes", "note")
    search_help_text = _("Words of the phrase, a fact, a code or the note.")
    fieldsets = (
        (None, {"fields": ("key", "cause", "weight", "is_published")}),
        (_("What it looks for"), {"fields": ("kind", "phrase", "field", "value", "only_with_codes", "language")}),
        (_("Where it comes from"), {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        return super().get_queryset(request).select_related("cause")


@admin.register(Example)
class ExampleAdmin(ContentAdmin):
    form = ExampleForm
    list_display = ("__str__", "cause", "language", "batch", "is_published", "edited")
    list_filter = ("is_published", EditedFilter, "language", "cause", ("batch", ValuesFilter))
    search_fields = ("text", "key")
    search_help_text = _("Words of the text.")
    fieldsets = (
        (
            None,
            {
                "fields": ("text", "cause", "language", "batch", "is_published", "key"),
                "description": _("The diagnosis learns from examples. Saving one takes some seconds longer."),
            },
        ),
    )
    readonly_fields = ("key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Example]:
        return super().get_queryset(request).select_related("cause")

    def save_model(self, request: HttpRequest, obj: Example, form: "ModelForm[Example]", change: bool) -> None:
        if not obj.key:
            obj.key = f"added-{hash_of({'text': obj.text})[:10]}"
        super().save_model(request, obj, form, change)
