"""Fields whose content is sealed in the database where the project that it belongs to is secret.

In Python they are what they are; a row is sealed when it is written and opened when it is read.
"""

import json
from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxLengthValidator
from django.db import models

from jiheng.web.sealing.seal import is_sealed, open_text, seal

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
    _TextField = models.TextField[Any, Any]
    _CharField = models.CharField[Any, Any]
    _DecimalField = models.DecimalField[Any, Any]
else:
    _Field, _TextField, _CharField = models.Field, models.TextField, models.CharField
    _DecimalField = models.DecimalField

PURPOSE = "form"
ALWAYS = "*"
EMPTY: tuple[object, ...] = (None, "", [], {})
_as_stored: ContextVar[bool] = ContextVar("as_stored", default=False)


@contextmanager
def as_stored() -> Iterator[None]:
    """Within the block rows are read as the database holds them: for backups."""
    token = _as_stored.set(True)
    try:
        yield
    finally:
        _as_stored.reset(token)


class Covert:
    """A value on its way into the database that is to be sealed."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Sealed(_Field):
    """The mixin. `of` leads from the row to what says `secret`, with dots; "" is the row itself.

    ALWAYS is said of what belongs to no one project: it is sealed in every row.
    """

    plain = "Field"

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As the plain field: the table's shape is the same, sealed or not."""
        name, _, arguments, options = super().deconstruct()
        return name, f"django.db.models.{self.plain}", arguments, options

    def clone(self) -> Any:
        """A field like this one, with its `of`."""
        found = super().deconstruct()
        return type(self)(*found[2], of=self.of, **found[3])

    def secret(self, row: models.Model) -> bool:
        """Whether the row's content is to be sealed; what belongs to no project is not."""
        if self.of == ALWAYS:
            return True
        owner: Any = row
        for name in self.of.split(".") if self.of else ():
            owner = getattr(owner, name)
        return owner is not None and bool(owner.secret)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Mark what is to be sealed; what is empty tells nothing."""
        value = super().pre_save(model_instance, add)
        return value if value in EMPTY or not self.secret(model_instance) else Covert(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Seal what is marked."""
        if isinstance(value, Covert):
            value = seal(self.written(value.value), PURPOSE)
        return super().get_db_prep_save(value, connection)

    def written(self, value: Any) -> str:
        """The value as text."""
        return str(value)


class SealedJSONField(Sealed, models.JSONField):
    """JSON; sealed it is one string of JSON."""

    plain = "JSONField"

    def written(self, value: Any) -> str:
        """As JSON."""
        return json.dumps(value, ensure_ascii=False)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open what is sealed."""
        found = self._read(value, expression, connection)
        sealed = is_sealed(found) and not _as_stored.get()
        return json.loads(open_text(found, PURPOSE)) if sealed else found

    def _read(self, value: Any, expression: Any, connection: Any) -> Any:
        """The value as Python has it: by msgspec, in a quarter of the time; what that refuses, as Django reads it."""
        if type(value) is str:
            try:
                return msgspec.json.decode(value)
            except msgspec.DecodeError:
                pass
        return super().from_db_value(value, expression, connection)


class SealedTextField(Sealed, _TextField):
    """A text."""

    plain = "TextField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open what is sealed."""
        return open_text(value, PURPOSE) if is_sealed(value) and not _as_stored.get() else value


class SealedCharField(Sealed, _CharField):
    """A line of at most `typed` letters. The column is wider: sealed, a letter takes up to four signs."""

    plain = "CharField"

    def __init__(self, *args: Any, typed: int, **kwargs: Any) -> None:
        self.typed = typed
        super().__init__(*args, **{"max_length": 4 * typed + _SEAL, **kwargs})

    def clone(self) -> Any:
        """A field like this one, with its `of` and `typed`."""
        found = models.Field.deconstruct(self)
        return type(self)(*found[2], of=self.of, typed=self.typed, **found[3])

    @property
    def validators(self) -> Any:
        """Also that it is not longer than may be typed."""
        return [*super().validators, MaxLengthValidator(self.typed)]

    def formfield(self, **kwargs: Any) -> Any:
        """A line that takes no more than may be typed."""
        return super().formfield(**{"max_length": self.typed, **kwargs})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open what is sealed."""
        return open_text(value, PURPOSE) if is_sealed(value) and not _as_stored.get() else value


class SealedFigureField(SealedCharField):
    """A figure of at most `digits` digits, Decimal or None; `places` behind the point, None: as many as it has.

    In the database it is text: to reckon with it there, rows that are sealed must be left out first.
    """

    if TYPE_CHECKING:
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, digits: int, places: int | None = None, **kwargs: Any) -> None:
        self.digits, self.places = digits, places
        super().__init__(*args, **{"typed": digits + _SIGN_AND_POINT, **kwargs})

    def clone(self) -> Any:
        """A field like this one, with its `of`, `digits` and `places`."""
        found = models.Field.deconstruct(self)
        return type(self)(*found[2], of=self.of, digits=self.digits, places=self.places, **found[3])

    @property
    def validators(self) -> Any:
        """That it has no more digits than fit."""
        return [DecimalValidator(self.digits, self.places)]

    def to_python(self, value: Any) -> Any:
        """The figure. Raises ValidationError."""
        if value in EMPTY:
            return None
        try:
            figure = Decimal(value)
            if self.places is None:
                return figure
            return figure.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        except InvalidOperation as error:
            raise ValidationError(f"“{value}”不是一个数。") from error

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The figure; what is sealed is opened, or left as it is for a backup."""
        found = super().from_db_value(value, expression, connection)
        return found if is_sealed(found) else self.to_python(found)

    def get_prep_value(self, value: Any) -> Any:
        """As text without exponent."""
        return value if value is None or is_sealed(value) else self.written(value)

    def written(self, value: Any) -> str:
        """The same."""
        return f"{self.to_python(value):f}"


class Veiled(_Field):
    """The mixin of a value by which the database compares and sorts, so that it cannot be sealed itself.

    Of a secret project its column is empty, and the value lies sealed in the model's VeilField.
    """

    plain = "Field"

    def deconstruct(self) -> Any:
        """As the plain field."""
        name, _, arguments, options = super().deconstruct()
        return name, f"django.db.models.{self.plain}", arguments, options

    def clone(self) -> Any:
        """A field like this one."""
        found = super().deconstruct()
        return type(self)(*found[2], **found[3])

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The value, or what stands for it where it is veiled."""
        value = super().pre_save(model_instance, add)
        return (None if self.null else "") if _veil_of(type(model_instance)).secret(model_instance) else value


class VeiledDecimalField(Veiled, _DecimalField):
    """A figure."""

    plain = "DecimalField"


class VeiledCharField(Veiled, _CharField):
    """A word."""

    plain = "CharField"


class VeilField(SealedJSONField):
    """Where a model's veiled values lie, by name, as text; empty of a project that is not secret."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Gather them."""
        values = {name: getattr(model_instance, name) for name in veiled_names(type(model_instance))}
        kept = {name: str(value) for name, value in values.items() if value not in EMPTY}
        return Covert(kept) if kept and self.secret(model_instance) else {}


class VeiledModel(models.Model):
    """A model with veiled values. Rows have them; what asks the database for single columns finds them empty."""

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Any:
        """A row with what is veiled. Whoever defers the veil cannot tell an empty value from a veiled one."""
        row: Any = super().from_db(db, field_names, values, **options)
        there = row.__dict__
        kept = there.get(_veil_of(cls).attname)
        assert kept is not None or there.keys().isdisjoint(veiled_names(cls)), (
            "the veil is deferred, its values are not"
        )
        for name, text in kept.items() if isinstance(kept, dict) else ():
            if name in there:
                there[name] = _veiled(cls)[name].to_python(text)
        return row

    def save(self, *arguments: Any, **options: Any) -> None:
        """Along with a veiled value goes the veil."""
        names = options.get("update_fields")
        if names is not None and not veiled_names(type(self)).isdisjoint(names):
            options["update_fields"] = {*names, _veil_of(type(self)).attname}
        super().save(*arguments, **options)


def veiled_names(model: type[models.Model]) -> Set[str]:
    """The names of a model's veiled values."""
    return _veiled(model).keys()


@cache
def _veiled(model: type[models.Model]) -> dict[str, Veiled]:
    return {field.attname: field for field in model._meta.local_fields if isinstance(field, Veiled)}


@cache
def _veil_of(model: type[models.Model]) -> VeilField:
    return next(field for field in model._meta.local_fields if isinstance(field, VeilField))


_SEAL = 80
"""What a seal adds: mark, number of the key, nonce, tag."""
_SIGN_AND_POINT = 2
