"""A peer that signs what it is told to, well or badly, without any of our code."""

import base64
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from plenary.federation.signatures import Claim, read

OUR_HOST = "here.example"
TARGET = "/inbox?from=there&n=1"
BODY = b'{"type":"Follow","actor":"https://there.example/users/eve"}'
KEY_ID = "https://there.example/users/eve#main-key"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

CAVAGE = ("(request-target)", "host", "date", "digest")
RFC9421 = ("@method", "@target-uri", "content-digest")
SCHEMES = ("cavage", "rfc9421")


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ed25519_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def public_pem(key=None) -> str:
    public = (key or private_key()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.PEM, form).decode()


@dataclass(frozen=True)
class Request:
    """One as it reaches us."""

    method: str = "POST"
    target: str = TARGET
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = BODY

    def but(self, **changed) -> "Request":
        """The same with other parts; headers are laid over those it has, None takes one away."""
        over = changed.pop("headers", {})
        headers = {k: v for k, v in (self.headers | over).items() if v is not None}
        return replace(self, headers=headers, **changed)

    def read(self, **options) -> Claim:
        options = {"our_host": OUR_HOST, "now": NOW} | options
        return read(self.method, self.target, self.headers, self.body, **options)

    def believed(self, key: str | None = None, **options) -> Claim:
        """Read and verified: raises BadSignature, or is by the key's owner."""
        claim = self.read(**options)
        claim.verify(public_pem() if key is None else key)
        return claim


def plain(moment: datetime = NOW, body: bytes = BODY, **parts) -> Request:
    """An unsigned one, with everything that one may sign."""
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode()
    headers = {
        "Host": OUR_HOST,
        "Date": format_datetime(moment, usegmt=True),
        "Content-Type": "application/activity+json",
        "Digest": f"SHA-256={sha256}",
        "Content-Digest": f"sha-256=:{sha256}:",
    }
    return Request(headers=headers, body=body, **parts)


def signed(scheme: str, request: Request | None = None, **options) -> Request:
    """Signed as peers do."""
    sign = {"cavage": by_draft, "rfc9421": by_rfc}[scheme]
    return sign(request or plain(), **options)


def by_draft(
    request: Request,
    names: tuple[str, ...] = CAVAGE,
    *,
    key=None,
    key_id: str = KEY_ID,
    algorithm: str | None = "rsa-sha256",
    **more: str,
) -> Request:
    """`more`: further parameters, such as created."""
    known = {name.lower(): value for name, value in request.headers.items()}
    known["(request-target)"] = f"{request.method.lower()} {request.target}"
    known |= {f"({name})": value for name, value in more.items()}
    base = "\n".join(f"{name}: {known[name]}" for name in names)
    parts = [f'keyId="{key_id}"']
    parts += [f'algorithm="{algorithm}"'] if algorithm is not None else []
    parts += [f"{name}={value}" for name, value in more.items()]
    parts += [f'headers="{" ".join(names)}"', f'signature="{_sign(key, base)}"']
    return request.but(headers={"Signature": ",".join(parts)})


def by_rfc(
    request: Request,
    names: tuple[str, ...] = RFC9421,
    *,
    key=None,
    key_id: str = KEY_ID,
    created: datetime | None = NOW,
    more: str = "",
    label: str = "sig1",
) -> Request:
    """`more`: further parameters, as they are written."""
    path, _, query = request.target.partition("?")
    known = {name.lower(): value for name, value in request.headers.items()} | {
        "@method": request.method,
        "@target-uri": f"https://{OUR_HOST}{request.target}",
        "@authority": OUR_HOST,
        "@scheme": "https",
        "@request-target": request.target,
        "@path": path,
        "@query": f"?{query}",
    }
    parameters = "(" + " ".join(f'"{name}"' for name in names) + ")"
    if created is not None:
        parameters += f";created={int(created.timestamp())}"
    parameters += f';keyid="{key_id}"{more}'
    lines = [f'"{name}": {known.get(name, "")}' for name in names]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    headers = {
        "Signature-Input": f"{label}={parameters}",
        "Signature": f"{label}=:{_sign(key, base)}:",
    }
    return request.but(headers=headers)


def later(**by) -> datetime:
    return NOW + timedelta(**by)


def _sign(key, base: str) -> str:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = key.sign(base.encode())
    else:
        raw = (key or private_key()).sign(base.encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(raw).decode()
