"""Policy, terms, NodeInfo, and parts of the API for what is not here."""

from pathlib import Path


def test_policy_and_terms_are_files(nobody, settings, tmp_path: Path) -> None:
    policy, terms = "/api/v1/instance/privacy_policy", "/api/v1/instance/terms_of_service"
    assert nobody.get(policy)["updated_at"] is None
    nobody.get(terms, 404)
    written = tmp_path / "words.html"
    written.write_text("<h1>Terms</h1><p onclick=x>Be kind.<script>alert(1)</script></p>")
    settings.PRIVACY_POLICY = settings.TERMS_OF_SERVICE = str(written)
    found = nobody.get(policy)
    assert found["content"] == "Terms<p>Be kind.</p>" and found["updated_at"].endswith("Z")
    now = nobody.get(terms)
    assert now["effective"] is True and now["succeeded_by"] is None
    assert nobody.get(f"{terms}/{now['effective_date']}") == now
    for odd in ("1999-01-01", "x", "%3Cscript%3E", "9" * 400):
        nobody.get(f"{terms}/{odd}", 404)
    written.write_text("One.\n\nTwo <3.")
    assert nobody.get(policy)["content"] == "<p>One.</p><p>Two &lt;3.</p>"
    written.write_bytes(b"\xff\xfe")
    assert nobody.get(policy)["updated_at"] is None
    written.unlink()
    nobody.get(terms, 404)


def test_how_the_server_describes_itself(nobody, settings) -> None:
    links = nobody.get("/.well-known/nodeinfo")["links"]
    assert [one["rel"].rsplit("/", 1)[1] for one in links] == ["2.0", "2.1"]
    settings.SOURCE_URL = "https://code.example/plenary"
    for link in links:
        version = link["rel"].rsplit("/", 1)[1]
        found = nobody.get(link["href"].removeprefix(settings.PUBLIC_URL))
        assert found["version"] == version
        assert found["software"].get("repository") == (
            settings.SOURCE_URL if version == "2.1" else None
        )
    access = nobody.get("/api/v2/instance")["configuration"]["timelines_access"]
    assert access["trending_link_feeds"] == {"local": "public", "remote": "public"}


def test_what_is_not_here(nobody, phone) -> None:
    ana = phone("ana")
    for q in ("", "?q=", "?q=far", "?q=%25", f"?q={'x' * 3000}"):
        assert nobody.get(f"/api/v1/peers/search{q}") == []
    for family in ("v1", "v1_alpha"):
        ana.get(f"/api/{family}/async_refreshes/1", 404)
        ana.get(f"/api/{family}/async_refreshes/ImNvbn--c526", 404)
        nobody.get(f"/api/{family}/async_refreshes/1", 401)
    years = "/api/v1/annual_reports"
    assert ana.get(years) == {"annual_reports": [], "accounts": [], "statuses": []}
    ana.get(f"{years}/2025", 404)
    assert ana.get(f"{years}/2025/state") == {"state": "ineligible"}
    ana.post(f"{years}/2025/read", 404)
    assert ana.post(f"{years}/2025/generate") == {}
