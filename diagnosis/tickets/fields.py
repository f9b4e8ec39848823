"""Two form fields for time: the wall-clock minute as a browser sends it, and the zone it was read in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from diagnosis.tickets.clock import COMMON_ZONES, EARLIEST, is_zone, other_zones


class LocalTimeField(forms.Field):
    """A naive datetime from `<input type="datetime-local">`; None where it was left empty."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "invalid": _("Write the date and time as 2026-11-03 08:14, or leave it empty."),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        local = self._parse(str(value))
        if local is None or local.tzinfo or not EARLIEST <= local < datetime(9999, 1, 1):  # noqa: DTZ001
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return local

    def _parse(self, text: str) -> datetime | None:
        try:
            return parse_datetime(text.strip())
        except ValueError:
            return None


class ZoneField(forms.ChoiceField):
    """An IANA zone name; the organisation's own and the common ones stand first. Empty means the organisation's."""

    default_error_messages = {"invalid_choice": _("Choose a time zone from the list.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(value or settings.TIME_ZONE)

    def valid_value(self, value: Any) -> bool:
        return is_zone(value)


def zone_choices() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    common = dict.fromkeys((settings.TIME_ZONE, *COMMON_ZONES))
    rest = [name for name in other_zones() if name not in common]
    return [(str(_("Common")), _named(list(common))), (str(_("All others")), _named(rest))]


def _named(zones: Sequence[str]) -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]
