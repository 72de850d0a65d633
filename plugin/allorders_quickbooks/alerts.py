"""AlertSettings: who is told, and of what, although nobody is at a screen. One model a company file.

The password of the mail server is never stored: it comes from the environment.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from allorders_hooks.frozen import Frozen
from allorders_hooks.settings import Setting, conflict
from pydantic import Field, model_validator

PASSWORD = "ALLORDERS_QUICKBOOKS_MAIL_PASSWORD"  # noqa: S105 the name of a variable
"""The environment variable that holds the mail server's password."""

_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_SERVER = "Mail server"


class MailSecurity(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


CAPTIONS: dict[StrEnum, str] = {
    MailSecurity.STARTTLS: "STARTTLS, mostly at port 587",
    MailSecurity.TLS: "TLS, mostly at port 465",
    MailSecurity.NONE: "None: only for a server on this computer",
}


class AlertSettings(Frozen):
    """What is told, and to whom."""

    new_problems: Annotated[
        bool,
        Setting("Tell of new problems", help="After each synchronization; never twice of the same one."),
    ] = True
    silence_hours: Annotated[
        int,
        Field(ge=0, le=720),
        Setting(
            "Tell when no synchronization has succeeded for so many hours",
            help="While anything waits to be sent, or it is synchronized automatically. 0: never.",
        ),
    ] = 24
    mail_to: Annotated[
        str, Setting("E-mail addresses", group="E-mail", help="Separated by commas. Empty: no e-mail is sent.")
    ] = ""
    mail_from: Annotated[str, Setting("Sender", group="E-mail")] = ""
    mail_server: Annotated[str, Field(max_length=253), Setting("Server", group=_SERVER)] = ""
    mail_port: Annotated[int, Field(ge=1, le=65535), Setting("Port", group=_SERVER)] = 587
    mail_security: Annotated[MailSecurity, Setting("Encryption", group=_SERVER)] = MailSecurity.STARTTLS
    mail_user: Annotated[
        str, Setting("User", group=_SERVER, help=f"Empty: none. The password is read from the variable {PASSWORD}.")
    ] = ""

    @property
    def receivers(self) -> tuple[str, ...]:
        """The addresses that are written to."""
        return tuple(filter(None, map(str.strip, self.mail_to.split(","))))

    @model_validator(mode="after")
    def _can_be_sent(self) -> AlertSettings:
        for field in ("mail_to", "mail_from"):
            wrong = [each for each in _addresses(getattr(self, field)) if not _ADDRESS.fullmatch(each)]
            if wrong:
                raise conflict(f"“{wrong[0]}” is no e-mail address", field)
        for field in ("mail_from", "mail_server"):
            if self.receivers and not getattr(self, field).strip():
                raise conflict("An e-mail needs a sender and a mail server", field)
        if self.mail_user and self.mail_security is MailSecurity.NONE:
            raise conflict("A password is not sent without encryption", "mail_user", "mail_security")
        return self


def _addresses(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
