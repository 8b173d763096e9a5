"""A bovine server (a Fediverse server that nobody here wrote) for one person, as its manual says to
set one up: `serve.py PORT NAME TOKEN`. Its data are in the folder that it is started in.

Run by the Python that has `requirements.txt`, which is not the one that runs the tests.
"""

import sys
from collections.abc import Awaitable
from typing import Any

import bovine.jsonld
from bovine_herd import BovineHerd
from bovine_herd.add_to_queue import add_to_queue
from bovine_herd.server.authorize import add_authorization
from bovine_process import handle_outbox_item, process_inbox_item, process_outbox_item
from bovine_process.types import ProcessingItem
from bovine_process.utils import ProcessorList
from bovine_store import BovineAdminStore
from bovine_store.types import EndpointType
from quart import Quart, g, request

HOST = "127.0.0.1"

_SECURITY = "https://w3id.org/security#"
# Bovine reads activities as JSON-LD and keeps the contexts it fetched. These are put in before,
# with the words that anyone uses, so that no test asks the network for them.
CONTEXTS: dict[str, Any] = {
    "https://w3id.org/security/v1": {
        "id": "@id",
        "type": "@type",
        "publicKey": {"@id": f"{_SECURITY}publicKey", "@type": "@id"},
        "publicKeyPem": f"{_SECURITY}publicKeyPem",
        "owner": {"@id": f"{_SECURITY}owner", "@type": "@id"},
    },
    "https://www.w3.org/ns/did/v1": {"id": "@id", "type": "@type"},
    "https://w3id.org/security/multikey/v1": {"id": "@id", "type": "@type"},
}


def from_nowhere(**_: Any) -> Any:
    """In place of what fetches contexts: one that is not kept is one without words."""

    def load(url: str, options: object) -> dict[str, Any]:
        document: dict[str, Any] = {"@context": {}}
        kind = "application/ld+json"
        return {"contentType": kind, "contextUrl": None, "documentUrl": url, "document": document}

    return load


def told(follow: dict[str, Any]) -> dict[str, Any]:
    """Whoever asks may follow."""
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Accept",
        "actor": follow["object"],
        "object": follow,
        "to": [follow["actor"]],
    }


async def welcome(item: ProcessingItem, actor: Any) -> ProcessingItem:
    if item.data.get("type") == "Follow" and item.data.get("object") == actor.actor_id:
        accept = ProcessingItem(actor.actor_id, told(item.data))
        accept = await handle_outbox_item(accept, actor)
        await process_outbox_item(accept, actor)
    return item


def serve(port: int, name: str, token: str) -> None:
    url = f"http://{HOST}:{port}"
    person = f"{url}/endpoints/{name}"
    bovine.jsonld.requests_document_loader = from_nowhere
    for address, words in CONTEXTS.items():
        if bovine.jsonld.jsonld_cache.retrieve(address) is None:
            bovine.jsonld.jsonld_cache.add(address, words)
    app = Quart(__name__)

    async def who_asks() -> None:
        """The person themself by their token, else whoever signed."""
        if request.headers.get("authorization") == f"Bearer {token}":
            g.retriever = person
        else:
            await add_authorization()

    async def received(item: ProcessingItem, actor: Any) -> None:
        work: Awaitable[Any] = ProcessorList(process_inbox_item, welcome, add_to_queue).__call__
        app.add_background_task(work, item, actor)

    BovineHerd(
        app,
        db_url="sqlite://bovine.sqlite3",
        start_background_task_inbox=received,
        authorization_adder=who_asks,
    )

    @app.before_serving
    async def register() -> None:
        places = {
            kind: f"{person}-{kind.value}"
            for kind in EndpointType
            if kind not in (EndpointType.ACTOR, EndpointType.COLLECTION)
        }
        store = BovineAdminStore(domain=url)
        await store.register(name, endpoints={EndpointType.ACTOR: person} | places)

    app.run(host=HOST, port=port, use_reloader=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], sys.argv[3])
