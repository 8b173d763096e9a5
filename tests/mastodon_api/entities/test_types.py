"""Our types are those that are documented: the same fields, of the same kinds, as often null and as
often missing. Each row of the table is one test."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import msgspec.inspect as look
import pytest
from msgspec import Struct

from plenary.mastodon_api import entities
from tests.mastodon_api.entities.table import Kind, documented

# Where our name is not the documented one without its colons.
NAMES = {
    "Account::Field": "Field",
    "CredentialAccount::Source": "Source",
    "Instance::Urls": "ConfigurationUrls",
    "Instance::Vapid": "ConfigurationVapid",
    "Instance::Accounts": "ConfigurationAccounts",
    "Instance::Statuses": "ConfigurationStatuses",
    "Instance::Media": "ConfigurationMedia",
    "Instance::Polls": "ConfigurationPolls",
    "Instance::Translation": "ConfigurationTranslation",
    "Instance::Usage::Users": "UsageUsers",
    "V1::Instance": "InstanceV1",
    "V1::Instance::Urls": "UrlsV1",
    "V1::Instance::Stats": "StatsV1",
    "V1::NotificationPolicy": "NotificationPolicyV1",
    "NotificationPolicy::Summary": "PolicySummary",
    "MediaAttachment::Meta": "MediaMeta",
    "MediaAttachment::Size": "MediaSize",
    "MediaAttachment::Focus": "MediaFocus",
    "StatusEdit::Poll": "EditedPoll",
    "StatusEdit::Poll::Option": "EditedPollOption",
    "ScheduledStatus::Params": "ScheduledParams",
    "ScheduledStatus::Params::Poll": "ScheduledPoll",
    "Search": "SearchResults",
    "Trends::Link": "TrendingLink",
    "Trends::Link::History": "LinkDay",
    "WrappedAnnualReports": "AnnualReports",
    "Tag::History": "TagHistory",
    "Admin::EmailDomainBlock::History": "DomainHistory",
}
NAMES |= {
    name: name.removeprefix("Instance::")
    for name in documented()
    if name.startswith("Instance::") and name not in NAMES
}
# Documented, and nothing that Plenary sends.
NOT_SENT = {
    "Translation",
    "Translation::Poll",
    "Translation::Poll::Option",
    "Translation::Attachment",
}
# Ours, for what the documents have no entity for.
NOT_DOCUMENTED = {
    "Activity", "AnnualReportState", "AsyncRefreshed", "Count", "Language", "Markers", "Merged",
    "Introspection", "ServerMetadata", "UserInfo",
    "NodeInfo", "NodeInfoLink", "NodeInfoLinks", "NodeInfoServices", "NodeInfoSoftware",
    "NodeInfoUsage", "NodeInfoUsers",
}  # fmt: skip


def name_of(row: str) -> str:
    return NAMES.get(row, row.replace("::", ""))


def ours() -> Iterator[type[Struct]]:
    for found in iter_modules(entities.__path__):
        module = import_module(f"{entities.__name__}.{found.name}")
        for one in vars(module).values():
            known = isinstance(one, type) and issubclass(one, Struct)
            if known and one.__module__ == module.__name__:
                yield one


STRUCTS = {one.__name__: one for one in ours()}


def test_every_type_has_its_row_and_every_row_its_type() -> None:
    rows = {name_of(row): row for row in documented()}
    assert len(rows) == len(documented())
    assert set(STRUCTS) - set(rows) - NOT_DOCUMENTED == set()
    assert {rows[name] for name in set(rows) - set(STRUCTS)} == NOT_SENT


@pytest.mark.parametrize("row", sorted(documented()))
def test_a_type_is_what_is_documented(row: str) -> None:
    struct = STRUCTS.get(name_of(row))
    if struct is None:
        assert row in NOT_SENT
        return
    info = look.type_info(struct)
    assert isinstance(info, look.StructType)
    fields = {field.encode_name: field for field in info.fields}
    assert set(fields) == set(documented()[row])
    for name, kind in documented()[row].items():
        field = fields[name]
        assert field.required is not kind.maybe, f"{row}.{name} may be missing, or may not"
        _same(kind, field.type, f"{row}.{name}")


_PATTERNS = {
    "id": ["1", "-99", "115000000000000001"],
    "moment": ["2026-01-02T03:04:05.678Z"],
    "date": ["2026-01-02"],
    "url": ["https://example.org/@ana", "http://localhost:8000/"],
}
_PLAIN = {"flag": look.BoolType, "number": look.IntType, "decimal": look.FloatType}


def _same(kind: Kind, given: look.Type, at: str) -> None:
    parts = given.types if isinstance(given, look.UnionType) else (given,)
    null = any(isinstance(one, look.NoneType) for one in parts)
    rest = [one for one in parts if not isinstance(one, look.NoneType)]
    if kind.word == "null":
        assert null and not rest, at
        return
    assert null is kind.null, f"{at} may be null, or may not"
    assert len(rest) == 1, f"{at} is one of {rest}"
    (one,) = rest
    while isinstance(one, look.Metadata):
        one = one.type
    if kind.word == "text":
        assert isinstance(one, look.StrType) and one.pattern is None, at
    elif kind.word in _PATTERNS:
        assert isinstance(one, look.StrType) and one.pattern, f"{at} is any text"
        assert all(re.search(one.pattern, text) for text in _PATTERNS[kind.word]), at
        others = [text for word in _PATTERNS if word != kind.word for text in _PATTERNS[word]]
        assert not any(re.search(one.pattern, text) for text in others), at
    elif kind.word == "amount":
        assert isinstance(one, look.IntType) and one.ge == 0, at
    elif kind.word in _PLAIN:
        assert type(one) is _PLAIN[kind.word], at
    elif kind.word == "one of":
        assert isinstance(one, look.LiteralType), f"{at} is any text"
        assert set(one.values) == set(kind.choices), at
    elif kind.word == "list":
        assert isinstance(one, look.ListType) and kind.of is not None, at
        _same(kind.of, one.item_type, f"{at}[]")
    elif kind.word == "hash":
        assert isinstance(one, look.DictType) and kind.of is not None, at
        if kind.of.word != "anything":
            _same(kind.of, one.value_type, f"{at}[]")
    else:
        assert isinstance(one, look.StructType), at
        assert one.cls is STRUCTS[name_of(kind.word)], at
