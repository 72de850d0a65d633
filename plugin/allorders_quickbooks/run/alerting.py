"""Alerts: what a person should hear of although nobody is at a screen. By the contract's signal, and by e-mail.

New problems are told once, after the run that met them, where they still stand; of what somebody has chosen, as NC Only
or a document that is not ready, nothing is told. A silence is told once, until a run succeeds again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from allorders_hooks.events import AlertRaised, alert_raised
from allorders_hooks.status import Level, Message

from allorders_quickbooks.alerts import AlertSettings
from allorders_quickbooks.log import log
from allorders_quickbooks.phases.check import WENT_BACK
from allorders_quickbooks.reasons import Actor, Reason
from allorders_quickbooks.run import mailing, schedule
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import alerts, companies, journal, runs

LATER = timedelta(minutes=15)
"""After which an e-mail that could not be sent is tried once more, and then given up."""

_NAMED = 5  # documents of one cause
_AHEAD = "QuickBooks is ahead of these data, which come from a backup or a copy. The problem list asks what to do."
_NOT_MAILED = "An alert could not be sent by e-mail. Look at the problem list, and at the alert settings."
_LATE = "This could not be sent at {}."


def listen(ports: Ports, key: str) -> None:
    """What is to be told although no run has just ended: that none succeeds, and what could not be mailed."""
    tell_of_silence(ports, key)
    _mail_again(ports, key)


def tell_of_problems(ports: Ports, key: str) -> None:
    """Tell of what has come to stand since this was last asked."""
    with ports.database.write() as connection:
        company = companies.load_locked(connection, key)
        last = alerts.newest(connection, key)
        if not company.alerts.new_problems or not alerts.told_up_to(connection, key, company.alerted_line, last):
            return
        found = _by_reason(alerts.troubles(connection, key, company.alerted_line, last))
        ahead = alerts.happened(connection, key, WENT_BACK, company.alerted_line, last)
    number = sum(map(len, found.values())) + ahead
    if number:
        subject = f"QuickBooks, {key}: {number} new {'problem' if number == 1 else 'problems'}"
        _raise(ports, key, company.alerts, subject, "\n\n".join(_paragraphs(found, ahead)))


def tell_of_silence(ports: Ports, key: str) -> None:
    """Tell where nothing has succeeded for longer than the settings allow, although there is something to do."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        now = ports.database.now(connection)
        since = runs.last_complete(connection, key) or alerts.first_run(connection, key)
        if not company.alerts.silence_hours or since is None or company.silence_told == since:
            return
        if now - since < timedelta(hours=company.alerts.silence_hours):
            return
        is_manual = company.preferences.every is None
        if is_manual and not schedule.is_offered(connection, company, now):
            return
        last = runs.last(connection, key)
    with ports.database.write() as connection:
        if not alerts.told_of_silence(connection, key, since):
            return
    why = f"\n\nThe last one ended so: {last.outcome}" if last is not None and last.outcome else ""
    text = f"No synchronization has succeeded since {_moment(since)}. Nothing is lost: what was saved waits.{why}"
    _raise(ports, key, company.alerts, f"QuickBooks, {key}: nothing succeeded since {_moment(since)}", text)


def _by_reason(found: Sequence[alerts.Trouble]) -> Mapping[Reason, list[str]]:
    by_reason: defaultdict[Reason, list[str]] = defaultdict(list)
    for trouble in found:
        reason = Reason.of(trouble.reason)
        if not reason.is_chosen and reason.value.actor is not Actor.NOBODY:
            by_reason[reason].append(trouble.number)
    return by_reason


def _paragraphs(found: Mapping[Reason, Sequence[str]], ahead: bool) -> Iterator[str]:
    if ahead:
        yield _AHEAD
    for reason, numbers in found.items():
        more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
        yield f"{reason.value.user} {reason.value.remedy}\n{', '.join(numbers[:_NAMED])}{more}"


def _raise(ports: Ports, key: str, settings: AlertSettings, subject: str, text: str) -> None:
    """Nobody who carries an alert on keeps the others from it, or the work from going on."""
    log.warning("alert", company=key, subject=subject)
    try:
        alert_raised.send(ports.host, event=AlertRaised(at=ports.clock.now(), company=key, subject=subject, text=text))
    except Exception:
        log.exception("alert not carried on", company=key)
    if not settings.receivers:
        return
    why = _mailed(ports, key, settings, subject, text)
    if not why:
        return
    with ports.database.write() as connection:
        alerts.keep_letter(connection, key, alerts.Letter(subject, text, ports.database.now(connection)))
    ports.host.tell(Message(company=key, level=Level.WARNING, sentence=_NOT_MAILED, technical=why))


def _mail_again(ports: Ports, key: str) -> None:
    """They are taken before they are sent: whoever else listens does not send them as well."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        due = ports.database.now(connection) - LATER
    if not company.unmailed:
        return
    with ports.database.write() as connection:
        letters = alerts.take_letters(connection, key, due)
    for letter in letters if company.alerts.receivers else ():
        _mailed(ports, key, company.alerts, letter.subject, f"{_LATE.format(_moment(letter.at))}\n\n{letter.text}")


def _mailed(ports: Ports, key: str, settings: AlertSettings, subject: str, text: str) -> str:
    """Send it; why it could not be, and nothing where it was."""
    try:
        mailing.send(settings, subject, text)
    except OSError as error:
        why = f"{type(error).__name__}: {error}"
        log.warning("alert not mailed", company=key, why=why)
        with ports.database.write() as connection:
            line = journal.Line("alert not mailed", None, why)
            journal.write(connection, key, [line], now=ports.database.now(connection))
        return why
    return ""


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
