"""One e-mail, by the mail server that the alert settings name."""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from allorders_quickbooks.alerts import PASSWORD, AlertSettings, MailSecurity

_PATIENCE = 10.0  # seconds that a mail server may take for one step


def send(settings: AlertSettings, subject: str, text: str) -> None:
    """Send it to all receivers. Raises OSError, of which smtplib's errors are some: what they say may name a server and
    an address, never a password."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, settings.mail_from, ", ".join(settings.receivers)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="allorders-quickbooks")
    message.set_content(text)
    with _connected(settings) as server:
        if settings.mail_security is MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            server.login(settings.mail_user, os.environ.get(PASSWORD, ""))
        server.send_message(message)


def _connected(settings: AlertSettings) -> AbstractContextManager[smtplib.SMTP]:
    server, port = settings.mail_server, settings.mail_port
    if settings.mail_security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(server, port, timeout=_PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(server, port, timeout=_PATIENCE)
