"""What all entities share: their kinds of values, as docs.joinmastodon.org writes them."""

from typing import Annotated

from msgspec import Meta

from plenary.api.entities import Entity

__all__ = ["Amount", "Date", "Entity", "Id", "Moment", "Url"]

Id = Annotated[str, Meta(pattern=r"^-?\d+$", description="A number, as text.")]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$", extra_json_schema={"format": "date"})]
Url = Annotated[str, Meta(pattern=r"^https?://", extra_json_schema={"format": "uri"})]
Amount = Annotated[int, Meta(ge=0)]
