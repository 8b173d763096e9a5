"""draft-cavage-http-signatures-12, as the Fediverse practises it."""

import base64
import binascii
import re

from plenary.federation.signatures.message import BadSignature, Message, Said

TARGET, CREATED, EXPIRES = "(request-target)", "(created)", "(expires)"

# No escapes: nothing that stands in these values needs one.
_PARAMETER = re.compile(r'[ \t]*([A-Za-z]{1,32})=(?:"([^"\\]*)"|([0-9]+(?:\.[0-9]+)?))[ \t]*(,|\Z)')
_NAME = re.compile(r"\([a-z-]+\)|[!#$%&'*+.^_`|~0-9a-z-]+")
_SECONDS = re.compile(r"[0-9]{1,12}")
_FRACTION = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_MOST_HEADERS = 32


def read(message: Message) -> Said:
    """What the `Signature` of the message says, not yet believed."""
    # Old versions of node's http-signature wrote the name of the scheme before it.
    said = _parameters(message.value("signature").removeprefix("Signature "))
    algorithm = said.get("algorithm", "").lower()
    names = said.get("headers", "").lower().split(" ")
    if len(names) > _MOST_HEADERS or len(set(names)) < len(names):
        raise BadSignature("the signature lists a header twice, or too many")
    if not all(_NAME.fullmatch(name) for name in names):
        raise BadSignature("the signature lists no headers, or odd ones")
    if algorithm.startswith("rsa") and {CREATED, EXPIRES} & set(names):
        raise BadSignature("(created) and (expires) do not go with the algorithm")
    for name, form in (("created", _SECONDS), ("expires", _FRACTION)):
        if name in said and not form.fullmatch(said[name]):
            raise BadSignature(f"{name} is no time")
    try:
        signature = base64.b64decode(said.get("signature", ""), validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("the signature is not base64") from None
    return Said(
        key_id=said.get("keyid", ""),
        algorithm=algorithm,
        signature=signature,
        base=_base(message, names, said),
        covers_method=TARGET in names,
        covers_target=TARGET in names,
        covers_host="host" in names,
        covers_digest="digest" in names,
        covers_date="date" in names,
        covers_created=CREATED in names,
        created=int(said["created"]) if "created" in said else None,
        expires=float(said["expires"]) if "expires" in said else None,
    )


def signed(lines: dict[str, str], key_id: str, signature: bytes) -> str:
    """The header, for the lines that `base_of` made the signed bytes of."""
    return (
        f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(lines)}",'
        f'signature="{base64.b64encode(signature).decode()}"'
    )


def base_of(lines: dict[str, str]) -> bytes:
    """The bytes that get signed: one line for each name."""
    return "\n".join(f"{name}: {value}" for name, value in lines.items()).encode("ascii")


def _parameters(value: str) -> dict[str, str]:
    """Each at most once, names in small letters; two headers joined by a comma repeat theirs."""
    said: dict[str, str] = {}
    at, more = 0, True
    while more:
        match = _PARAMETER.match(value, at)
        if match is None:
            raise BadSignature("the header signature cannot be read")
        name, quoted, bare, end = match.groups()
        if name.lower() in said:
            raise BadSignature(f"the header signature says {name} twice")
        said[name.lower()] = bare if quoted is None else quoted
        at, more = match.end(), bool(end)
    return said


def _base(message: Message, names: list[str], said: dict[str, str]) -> bytes:
    lines = {}
    for name in names:
        if name == TARGET:
            lines[name] = f"{message.method.lower()} {message.target}"
        elif name in (CREATED, EXPIRES):
            if name.strip("()") not in said:
                raise BadSignature(f"{name} is signed, but not said")
            lines[name] = said[name.strip("()")]
        elif name.startswith("("):
            raise BadSignature(f"{name[:40]} is not known")
        else:
            lines[name] = message.value(name)
    return base_of(lines)
