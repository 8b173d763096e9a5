"""The one @context of all we send. Others read plain JSON by names; who does read JSON-LD finds
each name explained."""

from typing import Any

import msgspec

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_ID = {"@type": "@id"}

CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {
        "Emoji": "toot:Emoji",
        "Hashtag": "as:Hashtag",
        "PropertyValue": "schema:PropertyValue",
        "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
        "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
        "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", **_ID},
        "automaticApproval": {"@id": "gts:automaticApproval", **_ID},
        "blurhash": "toot:blurhash",
        "commentsEnabled": {"@id": "pt:commentsEnabled", "@type": "schema:Boolean"},
        "displayEndTime": "mz:displayEndTime",
        "ical": "http://www.w3.org/2002/12/cal/ical#",
        "isOnline": "mz:isOnline",
        "joinMode": "mz:joinMode",
        "mz": "https://joinmobilizon.org/ns#",
        "organizers": {"@id": "https://w3id.org/fep/8a8e/organizers", **_ID},
        "pt": "https://joinpeertube.org/ns#",
        "repliesModerationOption": "mz:repliesModerationOption",
        "timezone": "mz:timezone",
        "canQuote": {"@id": "gts:canQuote", **_ID},
        "discoverable": "toot:discoverable",
        "featured": {"@id": "toot:featured", **_ID},
        "featuredTags": {"@id": "toot:featuredTags", **_ID},
        "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
        "gts": "https://gotosocial.org/ns#",
        "implements": {"@id": "https://w3id.org/fep/844e#implements", **_ID},
        "indexable": "toot:indexable",
        "interactingObject": {"@id": "gts:interactingObject", **_ID},
        "interactionPolicy": {"@id": "gts:interactionPolicy", **_ID},
        "interactionTarget": {"@id": "gts:interactionTarget", **_ID},
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "movedTo": {"@id": "as:movedTo", **_ID},
        "quote": {"@id": "https://w3id.org/fep/044f#quote", **_ID},
        "quoteAuthorization": {"@id": "https://w3id.org/fep/044f#quoteAuthorization", **_ID},
        "quoteUri": "http://fedibird.com/ns#quoteUri",
        "schema": "http://schema.org#",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "value": "schema:value",
        "votersCount": "toot:votersCount",
    },
]
_encode = msgspec.json.Encoder().encode


def encode(thing: dict[str, Any]) -> bytes:
    """A rendered thing as it is sent or served."""
    return _encode({"@context": CONTEXT, **thing})
