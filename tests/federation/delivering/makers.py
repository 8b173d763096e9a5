"""Activities that wait, without anybody who did anything."""

import json
from collections.abc import Iterable

from plenary.federation.models import Activity, Delivery
from tests.federation.makers import HERE

ADA, BO = f"{HERE}/users/ada", f"{HERE}/users/bo"


def activity(number: int, actor: str = ADA) -> Activity:
    uri = f"{actor}#{number}"
    body = json.dumps({"id": uri, "type": "Note", "actor": actor})
    return Activity.objects.create(uri=uri, actor_uri=actor, body=body)


def delivery(one: Activity, host: str, path: str = "/inbox") -> Delivery:
    return Delivery.objects.create(activity=one, domain=host, inbox=f"http://{host}{path}")


def deliveries(host: str, numbers: Iterable[int], actor: str = ADA) -> list[Delivery]:
    return [delivery(activity(number, actor), host) for number in numbers]


def uris(numbers: Iterable[int], actor: str = ADA) -> list[str]:
    return [f"{actor}#{number}" for number in numbers]
