"""What a plugin may answer to a request, and what the host gets in its place where the plugin failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from wsgiref.types import WSGIApplication

from allorders_hooks.failures import Failure
from allorders_hooks.host import Right
from allorders_hooks.pages import Pages
from allorders_hooks.screen import Group, Screen, Tab
from allorders_hooks.status import ActionResult, Panel, Problem, SyncStatus, SyncSummary

T = TypeVar("T")

FAILED = "plugin_failed"
_REMEDY = "Show the administrator the list of plugin failures; the log has the details."
_REFUSALS = {
    Right.VIEW: "You have no right to see that.",
    Right.OPERATE: "You have no right to do that.",
    Right.UNDO: "You have no right to undo that.",
    Right.CONFIGURE: "You have no right to change these settings.",
}


class Answer(NamedTuple, Generic[T]):
    """One kind of answer: `accept` raises TypeError for anything else, `instead` stands in for a failure."""

    accept: Callable[[Any], T]
    instead: Callable[[Failure], T]


def _exactly(kind: type[T]) -> Callable[[Any], T]:
    def accept(answer: Any) -> T:
        if not isinstance(answer, kind):
            raise TypeError(f"answered {type(answer).__name__} where {kind.__name__} is due")
        return answer

    return accept


def _or_nothing(kind: type[T]) -> Callable[[Any], T | None]:
    accept = _exactly(kind)
    return lambda answer: None if answer is None else accept(answer)


def _screens(answer: Any) -> tuple[Screen, ...]:
    return tuple(map(_exactly(Screen), answer))


def _endpoints(answer: Any) -> Mapping[str, WSGIApplication]:
    for path, application in _exactly(dict)(answer).items():
        if not callable(application) or not str(path).startswith("/"):
            raise TypeError(f"answered {path!r}, which is no path of an application")
    return dict(answer)


def _failed_screens(failure: Failure) -> tuple[Screen, ...]:
    group = Group(caption=failure.sentence, fields=())
    tab = Tab(caption=failure.plugin, groups=(group,))
    return (Screen(name=FAILED, title=failure.plugin, version=0, tabs=(tab,)),)


def _failed_panel(failure: Failure) -> Panel:
    return Panel(title=failure.plugin, state=FAILED, sentence=failure.sentence)


def _failed_result(failure: Failure) -> ActionResult:
    return ActionResult(done=False, sentence=failure.sentence, remedy=_REMEDY)


def _failed_status(failure: Failure) -> SyncStatus:
    problem = Problem(
        ref=None,
        title=failure.plugin,
        state="review",
        reason=FAILED,
        sentence=failure.sentence,
        remedy=_REMEDY,
        technical=f"{failure.error}: {failure.technical}",
        since=failure.at,
    )
    return SyncStatus(company=failure.company, connection="unknown", ready=False, problems=(problem,))


def _failed_summary(failure: Failure) -> SyncSummary:
    return SyncSummary(company=failure.company, connection="unknown", ready=False)


SCREENS = Answer(_screens, _failed_screens)
PANEL = Answer[Panel | None](_or_nothing(Panel), _failed_panel)
RESULT = Answer(_exactly(ActionResult), _failed_result)
ENDPOINTS = Answer[Mapping[str, WSGIApplication]](_endpoints, lambda failure: {})
PAGES = Answer[Pages | None](_or_nothing(Pages), lambda failure: None)
STATUS = Answer[SyncStatus | None](_or_nothing(SyncStatus), _failed_status)
SUMMARY = Answer[SyncSummary | None](_or_nothing(SyncSummary), _failed_summary)


def refused(right: Right) -> ActionResult:
    """The person does not hold that right."""
    return ActionResult(
        done=False,
        sentence=_REFUSALS[right],
        remedy=f"Ask whoever manages the users for the right to {right.value}.",
    )


def absent(plugin: str) -> ActionResult:
    """The plugin is not there, not enabled, or has no such hook."""
    return ActionResult(done=False, sentence=f"There is no plugin {plugin} that does this in this company.")


def together(results: Sequence[ActionResult]) -> ActionResult:
    """The answers of several plugins as one: done where all is done."""
    if not results:
        return ActionResult(done=False, sentence="No plugin of this company synchronizes anything.")
    return ActionResult(
        done=all(result.done for result in results),
        sentence=" ".join(dict.fromkeys(result.sentence for result in results)),
        remedy=" ".join(dict.fromkeys(result.remedy for result in results if result.remedy)),
    )
