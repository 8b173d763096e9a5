"""What somebody shows first, and reports that other servers pass on."""

import pytest

from plenary.accounts.models import Account
from plenary.conduct.models import DomainBlock, Report
from plenary.federation.models import RemoteActor
from plenary.statuses.models import Status, Visibility
from tests.factories import follow, make_account
from tests.federation.inbound.makers import activity, note, take
from tests.federation.makers import post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]


@pytest.fixture
def featured(ada: Account, nia: Account) -> str:
    """Where nia's server keeps what she pinned; a post of hers is known here."""
    place = f"{nia.uri}/collections/featured"
    RemoteActor.objects.filter(account=nia).update(featured=place)
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    return place


def pinned() -> list[str]:
    return list(Status.objects.filter(pinned_at__isnull=False).values_list("uri", flat=True))


def test_a_post_is_pinned_and_no_longer(nia: Account, featured: str) -> None:
    uri = note(nia)["id"]
    take(activity(nia, "Add", uri, target=featured), nia)
    assert pinned() == [uri]
    take(activity(nia, "Remove", note(nia), target=featured), nia)
    assert pinned() == []


def test_16_nobody_pins_for_another(ada: Account, nia: Account, featured: str) -> None:
    neighbour = remote("mallory")
    RemoteActor.objects.filter(account=neighbour).update(featured=f"{neighbour.uri}/featured")
    uri = note(nia)["id"]
    take(activity(neighbour, "Add", uri, target=featured), neighbour)
    take(activity(neighbour, "Add", uri, target=f"{neighbour.uri}/featured"), neighbour)
    take(activity(nia, "Add", uri, target=f"{nia.uri}/followers"), nia)
    take(activity(nia, "Add", post(ada).object_uri, target=featured), nia)
    assert pinned() == []
    take(activity(nia, "Add", uri, target=featured), nia)
    take(activity(neighbour, "Remove", uri, target=featured), neighbour)
    assert pinned() == [uri]


def test_a_report_of_somebody_here(ada: Account, nia: Account) -> None:
    """With those of the posts that whoever reports may see, and of the person alone."""
    seen, hidden = post(ada), post(ada, visibility=Visibility.PRIVATE)
    other = post(make_account("bo"))
    things = [ada.actor_uri, seen.object_uri, hidden.object_uri]
    take(activity(nia, "Flag", things, content="Spam"), nia)
    report = Report.objects.get()
    assert (report.target, report.comment, report.status_ids) == (ada, "Spam", [str(seen.pk)])
    take(activity(nia, "Flag", other.object_uri), nia)
    assert Report.objects.get(target=other.account).status_ids == [str(other.pk)]
    take(activity(nia, "Flag", [nia.uri, "https://third.example/1", 5]), nia)
    assert Report.objects.count() == 2


def test_no_reports_of_servers_whose_reports_are_refused(ada: Account, nia: Account) -> None:
    DomainBlock.objects.create(domain=nia.domain, severity="noop", reject_reports=True)
    take(activity(nia, "Flag", ada.actor_uri), nia)
    assert not Report.objects.exists()
