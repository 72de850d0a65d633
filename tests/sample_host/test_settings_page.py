"""The settings page draws any plugin's screens, and loses nothing when they are refused."""

from __future__ import annotations

from allorders_hooks.plugins import PluginManager
from flask.testing import FlaskClient

from tests.sample_host.plugins import Broken, Scribe
from tests.sample_host.test_pages import post

PAGE = "/settings/scribe/notes"


def test_the_first_screen_is_shown(client: FlaskClient, scribe: Scribe) -> None:
    assert client.get("/settings").headers["Location"] == PAGE
    page = client.get(PAGE).text
    for part in ("Notes", "General", "Advanced", "Between two runs.", 'min="1" max="99"', "By itself", "Refresh"):
        assert part in page
    assert 'data-enable-field="frequency" data-enable-equals="auto"' in page


def test_what_was_entered_goes_to_the_plugin(client: FlaskClient, scribe: Scribe) -> None:
    answer = post(client, PAGE, version="1", auto=["", "on"], minutes="45", frequency="auto", note="Hello")
    assert answer.headers["Location"] == PAGE
    assert scribe.values == {"auto": True, "minutes": "45", "note": "Hello", "frequency": "auto"}
    assert 'value="Hello"' in client.get(PAGE).text


def test_a_cleared_box_is_sent_as_empty_and_a_field_that_is_off_is_not_sent(
    client: FlaskClient, scribe: Scribe
) -> None:
    post(client, PAGE, version="1", auto="", frequency="manual", unknown="x")
    assert scribe.values["auto"] is False and scribe.values["minutes"] == "30"
    assert "unknown" not in scribe.values


def test_a_refused_value_stays_in_its_field_with_the_fault_beside_it(client: FlaskClient, scribe: Scribe) -> None:
    answer = post(client, PAGE, version="1", auto="", note="wrong")
    assert answer.status_code == 422
    assert "It must not be wrong." in answer.text and 'value="wrong"' in answer.text
    assert 'type="checkbox" value="on" checked' not in answer.text


def test_a_screen_that_somebody_saved_meanwhile_is_refused_until_it_is_loaded_anew(
    client: FlaskClient, scribe: Scribe
) -> None:
    post(client, PAGE, version="1", auto="", note="Theirs")
    answer = post(client, PAGE, version="1", auto="", note="Mine")
    assert answer.status_code == 422
    assert "saved by somebody else" in answer.text and 'value="Mine"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert scribe.values["note"] == "Theirs"


def test_a_secret_is_never_shown(client: FlaskClient, scribe: Scribe) -> None:
    answer = post(client, PAGE, version="1", auto="", note="wrong", password="open sesame")
    assert "open sesame" not in answer.text


def test_a_person_without_the_right_is_told_so(client: FlaskClient, scribe: Scribe) -> None:
    post(client, "/work-as", user="Olga")
    answer = post(client, PAGE, version="1", auto="", note="Hello")
    assert "You have no right to change these settings." in answer.text
    assert scribe.values["note"] == ""


def test_a_plugin_whose_screens_fail_leaves_the_others_usable(
    client: FlaskClient, plugins: PluginManager, scribe: Scribe
) -> None:
    plugins.register(Broken(), "broken")
    assert "Notes" in client.get(PAGE).text
    failed = client.get("/settings/broken/plugin_failed").text
    assert "The plugin broken failed." in failed and "Save these settings" not in failed
    assert post(client, "/settings/broken/anything", version="1").headers["Location"] == "/messages"


def test_a_screen_that_does_not_exist_leads_to_where_failures_are_told(client: FlaskClient, scribe: Scribe) -> None:
    assert client.get("/settings/nobody/nothing").headers["Location"] == "/messages"
    assert "There is no such screen any more" in client.get("/messages").text


def test_without_plugins_the_page_says_so(client: FlaskClient) -> None:
    assert "No plugin that is loaded has anything to set." in client.get("/settings").text
