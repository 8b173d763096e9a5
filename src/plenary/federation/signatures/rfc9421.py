"""RFC 9421, HTTP Message Signatures, for requests with one signature."""

import base64
from typing import Any

from plenary.federation.signatures import fields
from plenary.federation.signatures.message import BadSignature, Message, Said

LABEL = "sig1"
_MOST_COMPONENTS = 32
_WORDS, _TIMES = ("keyid", "alg", "nonce", "tag"), ("created", "expires")


def read(message: Message) -> Said:
    """What `Signature-Input` and `Signature` of the message say, not yet believed."""
    inputs = fields.dictionary("signature-input", message.value("signature-input"))
    signatures = fields.byte_sequences("signature", message.value("signature"))
    if len(inputs) != 1 or inputs.keys() != signatures.keys():
        raise BadSignature("there must be one signature, under one label")
    [(items, parameters)] = inputs.values()
    if not isinstance(items, list):
        raise BadSignature("the header signature-input is no list of components")
    _check_types(parameters)
    names = _names(items)
    return Said(
        key_id=parameters.get("keyid", ""),
        algorithm=parameters.get("alg", ""),
        signature=signatures.popitem()[1],
        base=base_of(
            {name: _component(message, name) for name in names},
            fields.inner_list(items, parameters),
        ),
        covers_method="@method" in names,
        covers_target="@target-uri" in names
        or "@request-target" in names
        or ("@path" in names and ("@query" in names or "?" not in message.target)),
        covers_host=bool({"@target-uri", "@authority", "host"} & set(names)),
        covers_digest="content-digest" in names,
        covers_date="date" in names,
        covers_created="created" in parameters,
        created=parameters.get("created"),
        expires=parameters.get("expires"),
    )


def base_of(lines: dict[str, str], parameters: str) -> bytes:
    """The bytes that get signed: one line for each component, then what is said about them."""
    text = "".join(f'"{name}": {value}\n' for name, value in lines.items())
    return f'{text}"@signature-params": {parameters}'.encode("ascii")


def parameters_of(lines: dict[str, str], key_id: str, created: int) -> str:
    """The list of components with what is said about them, by RSA."""
    return fields.inner_list(
        [(name, {}) for name in lines],
        {"created": created, "keyid": key_id, "alg": "rsa-v1_5-sha256"},
    )


def signed(parameters: str, signature: bytes) -> dict[str, str]:
    """The two headers."""
    return {
        "Signature-Input": f"{LABEL}={parameters}",
        "Signature": f"{LABEL}=:{base64.b64encode(signature).decode()}:",
    }


def _check_types(parameters: dict[str, Any]) -> None:
    for name, value in parameters.items():
        if name in _WORDS:
            right = isinstance(value, str)
        elif name in _TIMES:
            right = type(value) is int and value >= 0  # True is an int, too
        else:
            right = False
        if not right:
            raise BadSignature(f"the header signature-input has an odd {name[:40]}")


def _names(items: list[Any]) -> list[str]:
    names: list[str] = []
    for name, parameters in items:
        # Parts of a header, trailers, parts of the query: nobody here signs those.
        if not isinstance(name, str) or name != name.lower() or parameters:
            raise BadSignature("the signature covers something that we do not read")
        if name in names:
            raise BadSignature("the signature covers a component twice")
        names.append(name)
    if len(names) > _MOST_COMPONENTS:
        raise BadSignature("the signature covers too many components")
    return names


def _component(message: Message, name: str) -> str:
    if not name.startswith("@"):
        return message.value(name)
    known = {
        "@method": message.method,
        "@target-uri": f"{message.scheme}://{message.host}{message.target}",
        "@authority": message.host,
        "@scheme": message.scheme,
        "@request-target": message.target,
        "@path": message.path,
        "@query": message.query,
    }
    if name not in known:
        raise BadSignature("the signature covers something that we do not read")
    return known[name]
