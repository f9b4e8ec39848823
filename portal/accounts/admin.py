"""Staff accounts in the admin: for superusers only. Accounts are switched off, never deleted: tickets name them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts import roles
from portal.accounts.forms import NewPasswordForm, NewStaffForm, StaffForm
from portal.accounts.models import User
from portal.accounts.second_factor import KINDS, remove_second_factors
from portal.accounts.staff import keep_address_verified


@admin.register(User)
class StaffAdmin(UserAdmin):
    add_form = NewStaffForm
    form = StaffForm
    change_password_form = NewPasswordForm
    add_form_template = None
    change_user_password_template = "admin/accounts/user/change_password.html"  # noqa: S105
    fieldsets = (
        (None, {"fields": ("email", "password", "role", "is_active")}),
        (_("Person"), {"fields": ("first_name", "last_name")}),
        (_("Sign-in"), {"fields": ("second_factor", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "first_name", "last_name", "role", "password1", "password2")}),)
    readonly_fields = ("second_factor", "last_login", "date_joined")
    list_display = ("email", "first_name", "last_name", "role", "second_factor", "last_login", "is_active")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    filter_horizontal = ()
    actions = ("remove_second_factor",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS)
        users: QuerySet[User] = super().get_queryset(request)
        return users.prefetch_related("groups").annotate(has_factor=Exists(factors))

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        return roles.role_of(user)

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user: User) -> bool:
        return bool(user.has_factor)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        roles.assign(obj, form.cleaned_data["role"])
        keep_address_verified(obj)

    @admin.action(description=_("Remove the second factor …"))
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            context: dict[str, Any] = {
                **self.admin_site.each_context(request),
                "title": _("Remove the second factor?"),
                "opts": self.opts,
                "users": queryset,
                "checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/accounts/user/remove_second_factor.html", context)
        for user in queryset:
            remove_second_factors(user)
            self.log_change(request, user, str(_("Removed the second factor.")))
        text = ngettext("%d account enrols a new one.", "%d accounts enrol a new one.", len(queryset)) % len(queryset)
        self.message_user(request, text, messages.SUCCESS)
        return None
