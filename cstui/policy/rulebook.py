"""The rulebook: rules, parameters and code tables of the documents, strictly loaded and frozen.

Policy asks it four things: a finding for a rule, the value of a parameter on a date, whether a code
is known, and what a code means. All of it is dated, cited data: the kernel's messages in `data/desk`, an
agency's book in its own folder. A rulebook is one agency's, with the kernel's messages in it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from cstui.agency import find, first
from cstui.content import Content, Source, sources
from cstui.policy.findings import Finding, Severity
from cstui.policy.site import NO_SITE, Site


class RuleText(Content, frozen=True, kw_only=True):
    """One binding sentence of a document: what is shown when it is not kept, and its way out.

    `uses` names the parameters whose numbers it holds by; help shows their values on the date.
    """

    id: str
    title: str
    cite: str
    message: str
    remedy: str
    cause: str = ""
    severity: Literal["error", "warning", "info"] = "error"
    reading: bool = False
    uses: tuple[str, ...] = ()


class ParameterValue(Content, frozen=True, kw_only=True):
    """A value and the first date on which it holds."""

    since: date = msgspec.field(name="from")
    value: int | str | bool


class Parameter(Content, frozen=True, kw_only=True):
    """A number or code that a rule uses, with its dates of effect."""

    name: str
    unit: str
    cite: str
    help: str
    value: tuple[ParameterValue, ...]
    site_supplied: bool = False
    reading: bool = False


class Code(Content, frozen=True, kw_only=True):
    """One value of a code table. `since` and `until` bound the dates on which it may be entered."""

    code: str
    meaning: str
    help: str = ""
    cite: str = ""
    since: date | None = msgspec.field(name="from", default=None)
    until: date | None = None

    def current(self, on: date) -> bool:
        """Whether the code may be entered on `on`."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class CodeTable(Content, frozen=True, kw_only=True):
    """A table of codes. Site-supplied tables stand in for ones that the documents do not print."""

    name: str
    title: str
    cite: str
    code: tuple[Code, ...]
    help: str = ""
    site_supplied: bool = False


class _RuleFile(Content, frozen=True, kw_only=True):
    document: str
    rule: tuple[RuleText, ...]


class _ParameterFile(Content, frozen=True, kw_only=True):
    document: str
    parameter: tuple[Parameter, ...]


class _CodeFile(Content, frozen=True, kw_only=True):
    document: str
    table: tuple[CodeTable, ...]


class SiteParameter(Content, frozen=True, kw_only=True):
    """The values of a site for a parameter that the agency leaves to it."""

    name: str
    value: tuple[ParameterValue, ...]


class SiteTable(Content, frozen=True, kw_only=True):
    """The codes of a site for a table that the agency leaves to it."""

    name: str
    code: tuple[Code, ...]


class _SiteParameters(Content, frozen=True, kw_only=True):
    parameter: tuple[SiteParameter, ...] = ()


class _SiteCodes(Content, frozen=True, kw_only=True):
    table: tuple[SiteTable, ...] = ()


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """Rules, parameters and codes by name, of the agency `agency`, and what its `site` says for itself.

    `disabled` and `forced` rules serve the proof of rules: a disabled rule never finds anything, a forced one
    always does.
    """

    rules: Mapping[str, RuleText]
    parameters: Mapping[str, Parameter]
    codes: Mapping[str, CodeTable]
    agency: str = ""
    site: Site = NO_SITE
    disabled: frozenset[str] = frozenset()
    forced: frozenset[str] = frozenset()

    def finding(self, rule: str, field: str = "", **values: object) -> Finding:
        """The finding of `rule` about `field`; `values` fill its text, dates as MM/DD/YYYY."""
        text = self.rules[rule]
        said = {name: _said(value) for name, value in values.items()}
        return Finding(
            rule=rule,
            severity=Severity(text.severity),
            message=text.message.format_map(said),
            field=field,
            cite=text.cite,
            cause=text.cause.format_map(said) if text.cause else text.title,
            remedy=text.remedy.format_map(said),
            reading=text.reading,
        )

    def value(self, name: str, on: date) -> int | str | bool:
        """The value of parameter `name` in force on `on`.

        LookupError before its first value: no rule may run on a date that it was not made for.
        """
        values = self.parameters[name].value
        for current in reversed(values):
            if current.since <= on:
                return current.value
        raise LookupError(f"parameter {name} has no value on {on}; its first is {values[0].since}")

    def days(self, name: str, on: date) -> int:
        """The value of a parameter that counts days, months or times; TypeError for another."""
        value = self.value(name, on)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"parameter {name} is not a number: {value!r}")
        return value

    def code(self, table: str, code: str) -> Code | None:
        """The code's entry in the table, or None where the table does not know it."""
        return next((entry for entry in self.codes[table].code if entry.code == code), None)

    def meaning(self, table: str, code: str) -> str:
        """What the code means; the code itself where the table does not know it."""
        entry = self.code(table, code)
        return entry.meaning if entry else code

    def said(self, table: str, code: str) -> str:
        """What the code means, as it stands inside a sentence."""
        meaning = self.meaning(table, code)
        return meaning[:1].lower() + meaning[1:] if meaning[1:2].islower() else meaning

    def mutated(self, *, disabled: Iterable[str] = (), forced: Iterable[str] = ()) -> Rulebook:
        """This rulebook with rules switched off or always finding, for the proof of rules."""
        return msgspec.structs.replace(self, disabled=frozenset(disabled), forced=frozenset(forced))

    def valued(self, values: Mapping[str, int | str | bool]) -> Rulebook:
        """This rulebook with other values of parameters, on all dates, for one play."""
        other = {
            name: msgspec.structs.replace(
                self.parameters[name], value=(ParameterValue(since=date.min, value=value),)
            )
            for name, value in values.items()
        }
        return msgspec.structs.replace(self, parameters={**self.parameters, **other}) if other else self


class Checks:
    """Collects what rules find about one act."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.found: list[Finding] = []

    def holds(self, rule: str, ok: bool, field: str = "", **values: object) -> bool:
        """Note that `rule` is kept (`ok`) or not; answers whether it counts as kept."""
        if rule in self.rules.disabled or (ok and rule not in self.rules.forced):
            return True
        self.found.append(self.rules.finding(rule, field, **values))
        return False

    @property
    def refusals(self) -> list[Finding]:
        """What was found that is an error."""
        return [finding for finding in self.found if finding.severity is Severity.ERROR]

    @property
    def refused(self) -> bool:
        """Whether anything found is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.found)


def _said(value: object) -> object:
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else "" if value is None else value


def build(
    rules: Iterable[Source], parameters: Iterable[Source], codes: Iterable[Source], agency: str = ""
) -> Rulebook:
    """A rulebook from its files; ContentError with file and line for the first fault."""
    book = Rulebook(rules={}, parameters={}, codes={}, agency=agency)
    used: list[tuple[Source, str, str]] = []
    for source, at, rule in _entries(rules, _RuleFile, "rule.id", book.rules, "cite", "message", "remedy"):
        used += [(source, f"{at}.uses", name) for name in rule.uses]
    for source, at, one in _entries(
        parameters, _ParameterFile, "parameter.name", book.parameters, "cite", "help"
    ):
        _in_order(source, at, one)
    for source, at, name in used:
        if name not in book.parameters:
            raise source.error(
                at, f"there is no parameter {name}; the folder `parameters` of the agency names them all"
            )
    for source, at, table in _entries(codes, _CodeFile, "table.name", book.codes, "cite", "title"):
        _each_once(source, at, table)
    return book


def at_site(book: Rulebook, site: Site) -> Rulebook:
    """A rulebook with what a site says in place of what its agency leaves to it; ContentError as `build`."""
    if not site.files:
        return book
    parameters, codes = dict(book.parameters), dict(book.codes)
    given: dict[str, Any] = {}
    for source, at, one in _entries(site.sources("parameters"), _SiteParameters, "parameter.name", given):
        known = _left_to_site(source, at, "parameter", one.name, book.parameters)
        _in_order(source, at, one)
        for place, said in enumerate(one.value):
            if type(said.value) is not type(known.value[0].value):
                raise source.error(f"{at}.value[{place}]", f"{one.name} is counted in {known.unit}")
        parameters[one.name] = msgspec.structs.replace(known, value=one.value, cite="site")
    given = {}
    for source, at, table in _entries(site.sources("codes"), _SiteCodes, "table.name", given):
        known = _left_to_site(source, at, "code table", table.name, book.codes)
        _each_once(source, at, table)
        if gone := [code.code for code in known.code if code.code not in {one.code for one in table.code}]:
            fault = f"{table.name} lacks {', '.join(gone)}: records may name a code; end it with `until`"
            raise source.error(at, fault)
        codes[table.name] = msgspec.structs.replace(known, code=table.code, cite="site")
    return msgspec.structs.replace(book, parameters=parameters, codes=codes, site=site)


_NAMED = "`cstui site show` names those that a site may say"


def _left_to_site(source: Source, at: str, what: str, name: str, known: Mapping[str, Any]) -> Any:
    """The entry of the agency that a site may say itself."""
    if (found := known.get(name)) is None:
        raise source.error(f"{at}.name", f"there is no {what} {name}; {_NAMED}")
    if not found.site_supplied:
        raise source.error(f"{at}.name", f"{name} is not for a site to say, {found.cite} does; {_NAMED}")
    return found


def _in_order(source: Source, at: str, one: Parameter | SiteParameter) -> None:
    dates = [value.since for value in one.value]
    if not dates or dates != sorted(set(dates)):
        raise source.error(at, f"the values of {one.name} must stand in order of their dates")


def _each_once(source: Source, at: str, table: CodeTable | SiteTable) -> None:
    seen: set[str] = set()
    for place, code in enumerate(table.code):
        _unique(source, f"{at}.code[{place}].code", code.code, seen)
        seen.add(code.code)


def _entries(
    sources: Iterable[Source], shape: type[Content], named: str, known: Mapping[str, Any], *filled: str
) -> Iterator[tuple[Source, str, Any]]:
    """The entries of files with their places, put into `known` by name: each only once, nothing empty.

    `named` is where their names stand: `rule.id`.
    """
    kind, _, key = named.partition(".")
    for source in sources:
        for index, entry in enumerate(getattr(source.read(shape), kind)):
            at = f"$.{kind}[{index}]"
            name = getattr(entry, key)
            _unique(source, f"{at}.{key}", name, known)
            for field in filled:
                if not getattr(entry, field):
                    raise source.error(f"{at}.{field}", f"`{field}` is empty; every entry needs one")
            known[name] = entry  # type: ignore[index]
            yield source, at, entry


def _unique(source: Source, at: str, name: str, known: Container[str]) -> None:
    if name in known:
        raise source.error(at, f"{name} is defined twice; give one of them another name")


def load_rulebook(agency: str = "", site: Site = NO_SITE) -> Rulebook:
    """The rulebook of an agency (the first where none is named) at a site, with the kernel's messages.

    Read once.
    """
    return _load(agency or first().name, site)


@cache
def _load(agency: str, site: Site) -> Rulebook:
    if site.files:
        return at_site(_load(agency, NO_SITE), site)
    root = find(agency).root
    found = {
        kind: [*sources(f"data/desk/{kind}"), *sources(f"data/{agency}/{kind}", root)]
        for kind in ("rules", "parameters", "codes")
    }
    return build(found["rules"], found["parameters"], found["codes"], agency)
