"""Collections, whole or a page at a time."""

from collections.abc import Sequence
from typing import Any


def collection(
    uri: str,
    total: int | None = None,
    *,
    items: Sequence[Any] | None = None,
    first: str = "",
    ordered: bool = True,
) -> dict[str, Any]:
    """`total` None where nobody is told; `items` where all fit, else `first` leads to pages."""
    made: dict[str, Any] = {"id": uri, "type": "OrderedCollection" if ordered else "Collection"}
    if total is not None:
        made["totalItems"] = total
    if items is not None:
        made["orderedItems" if ordered else "items"] = list(items)
    if first:
        made["first"] = first
    return made


def page(
    uri: str, part_of: str, items: Sequence[Any], *, next_: str = "", ordered: bool = True
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": uri,
        "type": "OrderedCollectionPage" if ordered else "CollectionPage",
        "partOf": part_of,
        "orderedItems" if ordered else "items": list(items),
    }
    if next_:
        made["next"] = next_
    return made
