"""The inbox of unrecognised texts in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diagnosis.catalogue import trial
from diagnosis.catalogue.fields import MaskedField
from diagnosis.catalogue.models import Cause
from diagnosis.reports import inbox

LEAST_WORDS = 3
INBOX = "admin:reports_sortedtext_changelist"
NOTHING_OF_OURS = "none"


class SortForm(forms.Form):
    """What a group becomes. The text can be changed first: names of real people do not belong into examples."""

    text = MaskedField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}))
    cause = forms.ChoiceField(label=_("What should they have read?"), required=False)
    action = forms.ChoiceField(choices=[("example", ""), ("signature", ""), ("aside", "")])

    def __init__(self, data: Any = None, *, digest: str, causes: list[Cause], initial: Any = None) -> None:
        super().__init__(data, prefix=digest[:8], initial=initial)
        self.digest = digest
        self._causes = {cause.slug: cause for cause in causes}
        named = [(cause.slug, cause.title) for cause in causes]
        nothing = (NOTHING_OF_OURS, _("None: this is no Microsoft sign-in error"))
        self.fields["cause"].choices = [("", _("Choose …")), *named, nothing]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        action, slug = data.get("action"), data.get("cause", "")
        if action == "example" and not slug:
            self.add_error("cause", _("Choose what a person who sends this should read."))
        elif action == "signature" and slug not in self._causes:
            self.add_error("cause", _("Choose the cause the words point to."))
        elif action == "signature" and len(data.get("text", "").split()) < LEAST_WORDS:
            self.add_error("text", _("Give three words or more: shorter ones are found everywhere."))
        return {**data, "cause": self._causes.get(slug)}


class InboxAdmin(admin.ModelAdmin):
    """Its list is the inbox."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        sort = path("<str:digest>/sort/", self.admin_site.admin_view(self.sort_view), name="reports_sortedtext_sort")
        return [sort, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._allow(request)
        return self._page(request)

    @method_decorator(require_POST)
    def sort_view(self, request: HttpRequest, digest: str) -> HttpResponse:
        self._allow(request)
        now = timezone.now()
        group = inbox.group_with(digest, now)
        if group is None:
            messages.warning(request, gettext("This text is dealt with already."))
            return redirect(INBOX)
        form = SortForm(request.POST, digest=digest, causes=_causes())
        if not form.is_valid():
            return self._page(request, bound={group.first.digest: form})
        try:
            return self._sort(request, group, form.cleaned_data)
        except inbox.KnownTextError:
            form.add_error("text", _("This text is an example already. Set the group aside."))
            return self._page(request, bound={group.first.digest: form})

    def _allow(self, request: HttpRequest) -> None:
        if not request.user.has_perm("reports.add_sortedtext"):
            raise PermissionDenied

    def _sort(self, request: HttpRequest, group: inbox.Group, given: dict[str, Any]) -> HttpResponse:
        by, now = request.user, timezone.now()
        if given["action"] == "aside":
            inbox.set_aside(group=group, by=by, now=now)
            messages.success(request, gettext("Set aside. Texts like it are no longer shown."))
            return redirect(INBOX)
        sorted_out = {"group": group, "text": given["text"], "cause": given["cause"], "by": by, "now": now}
        if given["action"] == "signature":
            signature = inbox.make_signature(**sorted_out)
            messages.success(request, gettext("Cut the phrase to the words that tell, then publish it."))
            return redirect("admin:catalogue_signature_change", signature.pk)
        example = inbox.make_example(**sorted_out)
        messages.success(request, gettext("The example is a draft. This check shows what it would change."))
        return redirect("admin:catalogue_trial_change", trial.start([example], by=by, now=now).pk)

    def _page(self, request: HttpRequest, bound: dict[str, SortForm] | None = None) -> HttpResponse:
        found, causes = inbox.groups(timezone.now()), _causes()
        forms_of = [(bound or {}).get(group.first.digest) or _form_of(group, causes) for group in found]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Texts that nobody recognised"),
            "groups": list(zip(found, forms_of, strict=True)),
            "days": inbox.WINDOW.days,
        }
        return TemplateResponse(request, "admin/reports/inbox.html", context)


def _causes() -> list[Cause]:
    return list(Cause.objects.published().order_by("title"))


def _form_of(group: inbox.Group, causes: list[Cause]) -> SortForm:
    return SortForm(digest=group.first.digest, causes=causes, initial={"text": group.first.text})
