"""What we know: causes, codes, signatures, steps and examples, as rows that content owners edit."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Actor(models.TextChoices):
    EMPLOYEE = "employee", _("You")
    IT = "it", _("Your IT staff")
    ORGANISATION = "organisation", _("Another organisation")
    MICROSOFT = "microsoft", _("Microsoft")


class Platform(models.TextChoices):
    ANY = "", _("Any device")
    WINDOWS = "windows", _("Windows")
    MAC = "mac", _("Mac")
    IOS = "ios", _("iPhone and iPad")
    ANDROID = "android", _("Android")
    LINUX = "linux", _("Linux")


class ContentRow(models.Model):
    """A row that may come from a content file. It counts as edited when it differs from the file it came from."""

    content_fields: ClassVar[tuple[str, ...]] = ()

    is_published = models.BooleanField(
        _("published"),
        default=True,
        help_text=_("Only published rows are shown and used. Untick instead of deleting."),
    )
    loaded_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Hash of the file version this row was loaded from."),
    )

    class Meta:
        abstract = True

    def content(self) -> Mapping[str, Any]:
        """The fields a content owner edits, as JSON-ready values; what the hash is taken over."""
        return {name: _plain(getattr(self, name)) for name in (*self.content_fields, "is_published")}

    def content_hash(self) -> str:
        return hash_of(self.content())

    @property
    def is_edited(self) -> bool:
        """True for a row made in the admin as well: no file may overwrite it."""
        return self.loaded_hash != self.content_hash()


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the content in one fixed spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Line ends and the space around a text don't count: a browser's form changes them, nobody edits them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value if isinstance(value, bool | int | float | type(None)) else str(value)


class CauseQuerySet(models.QuerySet["Cause"]):
    def published(self) -> "CauseQuerySet":
        return self.filter(is_published=True)

    def with_steps(self) -> "CauseQuerySet":
        return self.prefetch_related(models.Prefetch("steps", Step.objects.published().order_by("position")))


class Cause(ContentRow):
    """Why a sign-in failed."""

    content_fields = (
        "title", "summary", "meaning", "recognise", "it_must_never", "who_acts", "position", "is_core", "source",
        "reviewed_on",
    )  # fmt: skip

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(
        max_length=120, help_text=_("As a person would say it: “Your device does not meet the rules”.")
    )
    summary = models.CharField(
        max_length=300, help_text=_("One plain sentence for the result page: what happened, without blame.")
    )
    meaning = models.TextField(help_text=_("What it means, in short paragraphs. Everybody can read this."))
    recognise = models.TextField(blank=True, help_text=_("How a person recognises it. One sign per line."))
    it_must_never = models.TextField(
        blank=True,
        help_text=_("What IT must never do or advise here. One line each; shown to staff and in the article."),
    )
    who_acts = models.CharField(
        max_length=12, choices=Actor, default=Actor.IT, help_text=_("Who can end the block in most cases.")
    )
    position = models.PositiveSmallIntegerField(default=100, help_text=_("Order in lists; small numbers first."))
    is_core = models.BooleanField(
        default=False, help_text=_("One of the common causes of error 53003: the article tells it in full.")
    )
    source = models.CharField(max_length=300, help_text=_("Where this knowledge comes from."))
    reviewed_on = models.DateField(help_text=_("When somebody last checked it against the source."))

    objects = CauseQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def published(self) -> "StepQuerySet":
        return self.filter(is_published=True)


class Step(ContentRow):
    """One action with an actor. The instruction starts with a verb."""

    content_fields = ("position", "actor", "platform", "instruction", "detail", "link")

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=60, help_text=_("Stable name within the cause, as in “use-managed-device”."))
    position = models.PositiveSmallIntegerField(default=100)
    actor = models.CharField(
        max_length=12, choices=Actor, help_text=_("Who does this. Steps of IT staff are public too.")
    )
    platform = models.CharField(
        max_length=8, choices=Platform, blank=True, help_text=_("Leave empty where it holds anywhere.")
    )
    instruction = models.CharField(max_length=200, help_text=_("What to do, starting with a verb."))
    detail = models.TextField(blank=True, help_text=_("Where to click, how long it takes, what to expect."))
    link = models.URLField(blank=True, help_text=_("A page that helps, with https://."))

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("cause", "position", "pk")
        constraints = [models.UniqueConstraint(fields=["cause", "key"], name="step_key_once_per_cause")]

    def __str__(self) -> str:
        return self.instruction


class ErrorCode(ContentRow):
    """A code of Microsoft's sign-in service ("53003") or of a client ("0xCAA2000C")."""

    content_fields = (
        "symbolic_name",
        "family",
        "who_can_fix",
        "is_user_visible",
        "note",
        "is_reviewed",
        "source",
    )

    code = models.CharField(
        max_length=24,
        unique=True,
        help_text=_("Five to seven digits, 0x and eight capital hex digits, or the tag a dialog shows, as 4usqa."),
    )
    is_client = models.BooleanField(_("client code"), default=False)
    symbolic_name = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=40, blank=True)
    who_can_fix = models.CharField(max_length=40, blank=True)
    is_user_visible = models.BooleanField(default=True)
    note = models.CharField(max_length=400, blank=True, help_text=_("What it says, in one short sentence."))
    is_reviewed = models.BooleanField(
        default=True,
        help_text=_("Untick for a code known only by name: its cause is then “possible” at most."),
    )
    source = models.CharField(max_length=300, blank=True)
    causes = models.ManyToManyField(Cause, through="CodeCause", related_name="codes")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.display

    @property
    def display(self) -> str:
        is_server_code = self.code.isdecimal() and len(self.code) >= 5
        return f"AADSTS{self.code}" if is_server_code else self.code

    def content(self) -> Mapping[str, Any]:
        links = [[link.cause.slug, link.weight] for link in self.links.all()] if self.pk else []
        return {**super().content(), "causes": sorted(links)}


class CodeCause(models.Model):
    """How strongly one code points to one cause."""

    error_code = models.ForeignKey(ErrorCode, on_delete=models.CASCADE, related_name="links")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="code_links")
    weight = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0.05), MaxValueValidator(1.0)],
        help_text=_("1 for the usual cause, less for the others."),
    )

    class Meta:
        ordering = ("-weight", "pk")
        constraints = [models.UniqueConstraint(fields=["error_code", "cause"], name="cause_once_per_code")]

    def __str__(self) -> str:
        return f"{self.cause} ({self.weight})"


class Signature(ContentRow):
    """What in a text, in a fact of the block or in an answer points to a cause."""

    class Kind(models.TextChoices):
        PHRASE = "phrase", _("Words in the text")
        FACT = "fact", _("A fact of the block or an answer")

    content_fields = ("kind", "phrase", "field", "value", "only_with_codes", "weight", "language", "note")

    key = models.SlugField(max_length=80, unique=True)
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PHRASE)
    phrase = models.CharField(
        max_length=300, blank=True, help_text=_("Three words or more, as the page or a person writes them.")
    )
    field = models.CharField(
        max_length=20, blank=True, help_text=_("For facts: device_state, app_name, network, changed, …")
    )
    value = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("The value it must have; * for any, a leading ~ for “contains”."),
    )
    only_with_codes = models.CharField(
        max_length=200, blank=True, help_text=_("Codes separated by spaces; empty for all.")
    )
    weight = models.FloatField(default=1.0, validators=[MinValueValidator(-3.0), MaxValueValidator(3.0)])
    language = models.CharField(max_length=8, default="en")
    note = models.CharField(max_length=300, blank=True, help_text=_("Where it was seen."))

    class Meta:
        ordering = ("cause", "key")

    def __str__(self) -> str:
        return self.phrase or f"{self.field} = {self.value}"

    def content(self) -> Mapping[str, Any]:
        return {**super().content(), "cause": self.cause.slug}


class Example(ContentRow):
    """A text with its expected answer: the catalogue's test, and what prose without a code is learned from."""

    content_fields = ("text", "language", "batch")

    key = models.SlugField(max_length=80, unique=True)
    cause = models.ForeignKey(
        Cause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="examples",
        help_text=_("Leave empty for a text that must not be recognised."),
    )
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    batch = models.SlugField(
        max_length=40, blank=True, help_text=_("Texts by one writer; judged by leaving a batch out.")
    )

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.text[:80]

    def content(self) -> Mapping[str, Any]:
        return {**super().content(), "cause": self.cause.slug if self.cause else None}


class CatalogueVersion(models.Model):
    """One row, changed with every edit: each process rebuilds its rules when it sees a new number."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
