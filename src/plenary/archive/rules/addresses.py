"""Addresses of people and of servers, as people write them."""

import re

from plenary.lib.errors import Refused

MAX_USERNAME, MAX_HOST = 64, 253
_USERNAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
NOT_AN_ADDRESS = "This is not an address such as ana@hospital.example."
NOT_A_HOST = "This is not the name of a server, such as hospital.example."


def host(given: str) -> str:
    """A server's name as accounts keep it; a port may follow. Refused where it is none."""
    name, colon, port = given.strip().lower().partition(":")
    try:
        # Bounded first: to encode takes longer the longer a name is, and more than in proportion.
        name = name.rstrip(".")[: MAX_HOST + 1].encode("idna").decode()
    except UnicodeError:
        name = ""
    if len(name) > MAX_HOST or not _HOST.fullmatch(name) or ".." in name:
        raise Refused(NOT_A_HOST)
    if colon and not re.fullmatch(r"[0-9]{1,5}", port):
        raise Refused(NOT_A_HOST)
    return f"{name}{colon}{port}"


def address(given: str, here: str) -> tuple[str, str]:
    """Handle and host in one spelling; the host is '' for this server, whose name is `here`."""
    username, at, domain = given.strip().removeprefix("@").partition("@")
    username = username.lower()
    if len(username) > MAX_USERNAME or not _USERNAME.fullmatch(username):
        raise Refused(NOT_AN_ADDRESS)
    if not at:
        return username, ""
    try:
        domain = host(domain)
    except Refused:
        raise Refused(NOT_AN_ADDRESS) from None
    return username, "" if domain == here else domain
