"""The content owner's desk: what waits, what it would change, and a box to try a text in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diagnosis.catalogue import drafts, rules, trial, try_text
from diagnosis.catalogue.fields import MaskedField
from diagnosis.catalogue.models import Cause, Trial

SHOWN_CHANGES = 200


class TryForm(forms.Form):
    text = MaskedField(
        label=_("Text to try"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("As somebody would paste it. It is read twice, nothing is kept."),
    )


class TrialAdmin(admin.ModelAdmin):
    """Its list is the desk, its page the outcome of one check."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Trial | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("check/", view(self.check_view), name="catalogue_trial_check"),
            path("try/", view(self.try_view), name="catalogue_trial_try"),
            path("<int:pk>/publish/", view(self.publish_view), name="catalogue_trial_publish"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._allow(request)
        waiting = drafts.pending()
        context = {
            "title": _("Drafts and publishing"),
            "waiting": [(row, f"{drafts.kind_of(row)}-{row.pk}", drafts.draft_differences(row)) for row in waiting],
            "trials": Trial.objects.select_related("started_by").defer("changes")[:10],
        }
        return self._page(request, "admin/catalogue/desk.html", context)

    @method_decorator(require_POST)
    def check_view(self, request: HttpRequest) -> HttpResponse:
        self._allow(request)
        ticked = {tuple(name.rsplit("-", 1)) for name in request.POST.getlist("draft")}
        rows = [row for row in drafts.pending() if (drafts.kind_of(row), str(row.pk)) in ticked]
        if not rows:
            messages.warning(request, gettext("Tick at least one draft."))
            return redirect("admin:catalogue_trial_changelist")
        return redirect("admin:catalogue_trial_change", trial.start(rows, by=request.user, now=timezone.now()).pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self._allow(request)
        tried = self.get_object(request, object_id)
        if tried is None:
            raise Http404
        response = self._page(request, "admin/catalogue/trial.html", self._outcome(tried))
        if tried.finished_at is None and not tried.problem and not trial.is_silent(tried, timezone.now()):
            response["Refresh"] = "1"
        return response

    def _outcome(self, tried: Trial) -> dict[str, Any]:
        titles = dict(Cause.objects.values_list("slug", "title"))
        return {
            "title": _("Check before publishing"),
            "tried": tried,
            "waiting": [(row, drafts.draft_differences(row)) for row in trial.drafts_of(tried)],
            "is_current": trial.is_current(tried),
            "is_silent": trial.is_silent(tried, timezone.now()),
            "groups": try_text.change_groups(tried.changes, titles, most=SHOWN_CHANGES),
        }

    @method_decorator(require_POST)
    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._allow(request)
        tried = get_object_or_404(Trial, pk=pk)
        accepts = request.POST.get("accept_breaks") == "yes"
        try:
            published = trial.publish(tried, accepts_breaks=accepts, by=request.user, now=timezone.now())
        except trial.BreaksExamplesError:
            messages.error(request, gettext("Not published: tick the box below if these examples may change."))
        except (trial.NotTriedError, drafts.DraftGoneError):
            messages.error(request, gettext("Not published: something changed since this check. Check again."))
        else:
            rules.current()  # the owner waits for the new rules, not the next visitor
            count = len(published)
            messages.success(request, ngettext("%d change is live.", "%d changes are live.", count) % count)
            return redirect("admin:catalogue_trial_changelist")
        return redirect("admin:catalogue_trial_change", pk)

    def try_view(self, request: HttpRequest) -> HttpResponse:
        self._allow(request)
        form = TryForm(request.POST or None)
        context: dict[str, Any] = {"title": _("Try a text"), "form": form}
        if form.is_valid():
            context["columns"] = try_text.columns(form.cleaned_data["text"])
        return self._page(request, "admin/catalogue/try.html", context)

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )
