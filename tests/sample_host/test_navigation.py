"""The way around: each page once, its group open while it is."""

from __future__ import annotations

from flask.testing import FlaskClient

from sample_host.navigation import navigation


def test_every_page_of_the_navigation_opens(client: FlaskClient) -> None:
    places = [place for group in navigation("/") for place in group.pages]
    assert len({place.path for place in places}) == len(places)
    for place in places:
        assert client.get(place.path, follow_redirects=True).status_code == 200, place.path


def test_the_group_of_a_page_is_open_on_all_pages_below_it() -> None:
    [group] = [group for group in navigation("/receivers/12") if group.here]
    assert group.caption == "Purchasing"
    assert [place.caption for place in group.pages if place.here] == ["Receivers"]
    assert not any(group.here for group in navigation("/nowhere"))
