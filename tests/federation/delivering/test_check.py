"""`plenary check` says what waits to be sent."""

from datetime import timedelta
from typing import Any

import pytest

from plenary.federation.actions.sending import PARKED
from plenary.federation.models import Delivery, Server
from plenary.lib import clock
from plenary.management.commands.check import Problem, deliveries
from tests.federation.delivering.makers import deliveries as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


def test_what_waits_is_told() -> None:
    assert deliveries() == "0 to be sent; all servers answer"
    make("well.example", [1, 2])
    make("dead.example", [3])
    Server.objects.create(domain="dead.example", failing_since=clock.machine_now())
    Delivery.objects.filter(domain="dead.example").update(run_at=PARKED)
    assert deliveries() == "2 to be sent; 1 servers do not answer, for which 1 wait"


def test_what_nobody_sends_is_a_problem() -> None:
    make("well.example", [1])
    Delivery.objects.update(run_at=clock.machine_now() - timedelta(minutes=9))
    with pytest.raises(Problem, match="9 min"):
        deliveries()


def test_without_federation_there_are_none(settings: Any) -> None:
    settings.FEDERATION = False
    assert deliveries() == "none: this server speaks with no other"
