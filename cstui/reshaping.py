"""Struct classes made over for an agency: types and keys of its own, and fields that it adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

S = TypeVar("S", bound=msgspec.Struct)
Fields = Iterable[tuple[str, Any, Any]]
"""Fields as `msgspec.defstruct` takes them: name, type, default."""


def default_of(field: msgspec.structs.FieldInfo, **said: Any) -> Any:
    """The default of a field, for a field made of it; what is `said` (its key, a default) is as said."""
    values = {"default": field.default, "default_factory": field.default_factory, **said}
    return msgspec.field(**values)


def struct_of(name: str, fields: Fields, base: type[msgspec.Struct], doc: str = "") -> type[Any]:
    """A strict, frozen struct class with these fields beside those of its base."""
    return msgspec.defstruct(
        name,
        [*fields],
        bases=(base,),
        module=base.__module__,
        namespace={"__doc__": doc or base.__doc__},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def hint_with(
    hint: Any, types: Mapping[Any, Any], struct: Callable[[type[Any]], type[Any]] = lambda kind: kind
) -> Any:
    """A type with others in the place of `types`, and each struct in it made over by `struct`."""
    if hint in types:
        return types[hint]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return struct(hint)
    within = [hint_with(one, types, struct) for one in get_args(hint)]
    if get_origin(hint) in (Union, UnionType):
        return reduce(or_, within)
    return tuple[tuple(within)] if get_origin(hint) is tuple else hint  # type: ignore[misc]


def reshaped(
    shape: type[S],
    types: Mapping[Any, Any],
    keys: Mapping[str, str],
    more: Callable[[type[Any]], Fields] = lambda _: (),
) -> type[S]:
    """The class, and those within it, with other `types`, `keys` by field, and what `more` adds to each.

    Its values are values of `shape`, from which it is derived; it is `shape` where nothing changes.
    """

    def struct(within: type[Any]) -> type[Any]:
        return reshaped(within, types, keys, more)

    fields: list[tuple[str, Any, Any]] = []
    for field in msgspec.structs.fields(shape):
        hint, key = hint_with(field.type, types, struct), keys.get(field.name, field.encode_name)
        if (hint is not field.type and hint != field.type) or key != field.encode_name:
            made = default_of(field, name=key)
            fields.append((field.name, hint, made))
    fields += more(shape)
    return struct_of(shape.__name__, fields, shape) if fields else shape
