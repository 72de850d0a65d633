"""The alert settings: what cannot be mailed is refused at its field."""

from __future__ import annotations

import pytest
from allorders_hooks.settings import WHOLE_SCREEN, errors_of
from allorders_quickbooks.alerts import AlertSettings
from pydantic import ValidationError

MAILED = {"mail_to": "ann@example.com", "mail_from": "orders@example.com", "mail_server": "mail.example.com"}


def test_addresses_are_separated_by_commas() -> None:
    settings = AlertSettings.model_validate({**MAILED, "mail_to": "ann@example.com, ,ben@example.com"})
    assert settings.receivers == ("ann@example.com", "ben@example.com")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"mail_to": "ann"}, {"mail_to"}),
        ({"mail_to": "ann@example.com\r\nBcc: all@example.com"}, {"mail_to"}),
        ({"mail_from": "<orders@example.com>"}, {"mail_from"}),
        ({"mail_from": ""}, {"mail_from"}),
        ({"mail_server": ""}, {"mail_server"}),
        ({"mail_user": "ann", "mail_security": "none"}, {"mail_user", "mail_security"}),
        ({"silence_hours": -1}, {"silence_hours"}),
    ],
)
def test_what_cannot_be_mailed_is_refused_at_its_field(values: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(ValidationError) as raised:
        AlertSettings.model_validate({**MAILED, **values})
    assert set(errors_of(raised.value, AlertSettings)) - {WHOLE_SCREEN} == fields
