import pytest

from plenary.demo.world import World, world


@pytest.fixture(scope="session")
def demo() -> World:
    return world()
