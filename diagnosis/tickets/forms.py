"""The hand-off page and the requester's reply box. Every text is masked before a form ever holds it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from diagnosis.tickets.clock import instants, stands
from diagnosis.tickets.fields import LocalTimeField, ZoneField
from diagnosis.tickets.handoff import LINE_LENGTHS, MESSAGE_LENGTH, Confirmed
from diagnosis.tickets.models import TimeSource
from diagnosis.tickets.prefill import Prefill
from diagnosis.tickets.words import safe, safe_line

# Clocks of devices differ a little; a time further ahead is a slip or another zone.
CLOCK_SKEW = timedelta(minutes=10)
# What is read of a field, in bytes: far more than it may hold, so that the box still shows what was too long, and
# together less than one pasted text.
LINE_READ, MESSAGE_READ = 3_000, 4 * MESSAGE_LENGTH
ACTIONS = ("reply", "works_now", "not_me")
FOLDS = [("0", _("The first time")), ("1", _("The second time, after clocks went back"))]


def masked_data(posted: Mapping[str, str], prefill: Prefill) -> dict[str, str]:
    """What was posted, without secrets. A field that is absent keeps its prefill; one left empty stays empty."""
    names = HandoffForm.base_fields
    typed = {name: posted.get(name, prefill.values.get(name, "")) for name in names}
    message = safe(typed.pop("message"), limit=MESSAGE_READ)
    return {**{name: safe_line(words, limit=LINE_READ) for name, words in typed.items()}, "message": message}


def _line(label: Any, length: int, help_text: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "max_length": _("This is longer than %(limit_value)d characters. The message below has room for more."),
        },
    )


def _message(label: Any, help_text: Any = "") -> forms.CharField:
    """The limit is checked here only: a `maxlength` in the page would cut a pasted text without a word."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        validators=[MaxLengthValidator(MESSAGE_LENGTH)],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={
            "required": _("Write a few words first, then send them."),
            "max_length": _("This is longer than %(limit_value)d characters. Send it in two parts."),
        },
    )


class HandoffForm(forms.Form):
    user_id = _line(
        _("Your user ID"),
        LINE_LENGTHS["user_principal_name"],
        _("The Microsoft account that could not sign in. It usually looks like a mail address."),
        autocomplete="username",
        inputmode="email",
        autocapitalize="none",
        spellcheck="false",
    )
    contact_phone = _line(
        _("Phone"),
        LINE_LENGTHS["contact_phone"],
        _("Where IT can call you now. A phone is enough."),
        type="tel",
        autocomplete="tel",
    )
    contact_email = _line(
        _("Mail address"),
        LINE_LENGTHS["contact_email"],
        _("One you can read now, not the mailbox you are locked out of."),
        type="email",
        autocomplete="email",
        autocapitalize="none",
        spellcheck="false",
    )
    name = _line(_("Your name"), LINE_LENGTHS["name"], autocomplete="name")
    occurred_at = LocalTimeField(label=_("When it failed"), required=False)
    time_zone = ZoneField(label=_("Time zone of that time"), required=False)
    fold = forms.ChoiceField(label=_("Which of the two?"), choices=FOLDS, required=False, widget=forms.RadioSelect)
    device_choice = forms.ChoiceField(
        label=_("Which device failed?"),
        choices=[("this", _("The one I am using now")), ("other", _("Another device"))],
        required=False,
        widget=forms.RadioSelect,
    )
    device = _line(
        _("Device"), LINE_LENGTHS["device"], _("For example: company laptop with Windows 11, private iPhone.")
    )
    app = _line(_("App"), LINE_LENGTHS["app"], _("What you wanted to open, such as Outlook or Teams."))
    message = _message(
        _("Anything IT should know"), _("What you were doing, what changed lately, when IT can reach you.")
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, prefill: Prefill, now: datetime) -> None:
        super().__init__(data, initial=dict(prefill.values))
        self.prefill = prefill
        self.now = now
        self.asks_fold = False
        self.fields["user_id"].required = True
        self.fields["user_id"].error_messages["required"] = _(
            "Write the account that could not sign in, so that IT can find it."
        )
        self.fields["user_id"].widget.attrs["required"] = True

    def clean_contact_email(self) -> str:
        address: str = self.cleaned_data["contact_email"]
        try:
            return str(forms.EmailField(required=False).clean(address))
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("This does not look like a mail address. Check it, or leave it empty and give a phone.")
            ) from error

    def clean_contact_phone(self) -> str:
        number: str = self.cleaned_data["contact_phone"]
        if number and len(re.findall(r"\d", number)) < 3:
            raise forms.ValidationError(_("This does not look like a phone number. Check it, or give a mail address."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not any(cleaned.get(name) or name in self.errors for name in ("contact_phone", "contact_email")):
            self.add_error("contact_phone", _("Give one way to reach you: a phone number or a mail address."))
        if not self.errors.keys() & {"occurred_at", "time_zone", "fold"}:
            self._settle_time(cleaned.get("occurred_at"), cleaned["time_zone"])
        if cleaned.get("device_choice") == "other" and cleaned.get("device") == self.prefill.browser_device:
            # The browser described the device in hand, not the one that failed.
            cleaned["device"] = ""
        return cleaned

    def _settle_time(self, local: datetime | None, zone: str) -> None:
        named = instants(local, zone) if local else ()
        anchor = self.prefill.anchor
        self.occurred = (anchor.at, self.prefill.anchor_source)
        if local is None or stands(anchor, local, named):
            return
        if not named:
            self.add_error("occurred_at", _gap_words(local, zone))
        elif len(named) == 2 and not self.cleaned_data["fold"]:
            self._ask_fold(local, zone, named)
            self.add_error(
                "fold", _("Clocks went back that night, so this time came twice. Choose which one you mean.")
            )
        else:
            self._enter(local, zone, named)

    def _enter(self, local: datetime, zone: str, named: tuple[datetime, ...]) -> None:
        if len(named) == 2:
            self._ask_fold(local, zone, named)
        at = named[int(self.cleaned_data["fold"] or 0) if len(named) == 2 else 0]
        if at > self.now + CLOCK_SKEW:
            self.add_error("occurred_at", _("This time has not come yet. Check the time and its time zone."))
        self.occurred = (at, TimeSource.ENTERED)

    def _ask_fold(self, local: datetime, zone: str, named: tuple[datetime, ...]) -> None:
        offsets = [f"UTC{at.astimezone(ZoneInfo(zone)).isoformat()[-6:]}" for at in named]
        self.asks_fold = True
        choices = [(value, f"{words} ({offset})") for (value, words), offset in zip(FOLDS, offsets, strict=True)]
        self.fields["fold"].choices = choices  # type: ignore[attr-defined]

    def sources(self) -> Mapping[str, str]:
        """Where each value that stands in the form came from, by field name."""
        return self.prefill.changed(self.data) if self.is_bound else self.prefill.sources

    def confirmed(self) -> Confirmed:
        """Only after is_valid()."""
        data = self.cleaned_data
        at, source = self.occurred
        return Confirmed(
            user_principal_name=data["user_id"],
            occurred_at=at,
            occurred_at_source=source,
            time_zone=data["time_zone"],
            is_other_device=data["device_choice"] == "other",
            **{name: data[name] for name in ("name", "contact_email", "contact_phone", "device", "app", "message")},
        )


def _gap_words(local: datetime, zone: str) -> str:
    """Names the hour that clocks skipped."""
    place = ZoneInfo(zone)
    before = local.replace(tzinfo=place, fold=0).astimezone(UTC).astimezone(place)
    return _(
        "Clocks in %(zone)s jumped forward that night, so %(time)s did not exist there. "
        "Did you mean %(later)s? Correct the time or its zone."
    ) % {"zone": zone.replace("_", " "), "time": f"{local:%H:%M}", "later": f"{before:%H:%M}"}


class ReplyForm(forms.Form):
    """What the requester writes on the ticket's page; only a plain reply needs words."""

    message = _message(_("Write to IT"))

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(None if data is None else {"message": safe(data.get("message", ""), limit=MESSAGE_READ)})
        chosen = data.get("action", "") if data else ""
        self.action = chosen if chosen in ACTIONS else "reply"
        self.fields["message"].required = self.action == "reply"
