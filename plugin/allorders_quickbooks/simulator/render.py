"""Replies as text: in the order of the grammar, holding only what the asked version knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .books import Body
from .grammar import Shape, Version, grammar
from .markup import escape

RECOVERY = "ErrorRecovery"


@dataclass(frozen=True)
class Reply:
    """The answer to one request. `body` has the elements inside it, `recovery` the ids of what it changed."""

    code: int = 0
    severity: str = "Info"
    message: str = "Status OK"
    body: Body = field(default_factory=dict)
    recovery: Body | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True for what stops a stopOnError set: codes from 1000 on, whatever the severity."""
        return self.code >= 1000


NOT_PROCESSED = Reply(3231, "Error", "The request has not been processed.")


def reply_set(replies: list[str], set_id: str | None, status: int | None) -> str:
    """A whole reply document. It has no qbXML line and says nothing of its encoding: it is pure ASCII."""
    recovery = f' newMessageSetID="{escape(set_id)}"' if set_id is not None else ""
    code = f' messageSetStatusCode="{status}"' if status is not None else ""
    inside = "\n".join(replies)
    return f'<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs{recovery}{code}>\n{inside}\n</QBXMLMsgsRs>\n</QBXML>\n'


def reply_text(request: str, request_id: str | None, reply: Reply, version: Version, *, data: bool) -> str:
    """One reply element, in the version that the request was written in."""
    name = f"{request.removesuffix('Rq')}Rs"
    attributes = {
        **({"requestID": request_id} if request_id is not None else {}),
        "statusCode": str(reply.code),
        "statusSeverity": reply.severity,
        "statusMessage": reply.message,
        **reply.attributes,
    }
    head = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    message = grammar().message(name)
    inside = _inside(message.shape, reply, version) if data and message else ""
    return f"<{name}{head}>\n{inside}</{name}>" if inside else f"<{name}{head} />"


def _inside(shape: Shape, reply: Reply, version: Version) -> str:
    out: list[str] = []
    body = {name: _only(value, reply.wanted) for name, value in reply.body.items()} if reply.wanted else reply.body
    write(shape, body, version, out)
    return "".join(out)


def _only(value: Any, wanted: tuple[str, ...]) -> Any:
    """The elements that IncludeRetElement names. A name that does not exist silently brings nothing."""
    if isinstance(value, list):
        return [_only(one, wanted) for one in value]
    return {name: inner for name, inner in value.items() if name in wanted} if isinstance(value, dict) else value


def write(shape: Shape, body: Mapping[str, Any], version: Version, out: list[str]) -> None:
    """The body's elements in order, those that the version does not know left out."""
    for element in shape.elements:
        value = body.get(element.name)
        if value is None or element.since > version:
            continue
        below = grammar().below(element)
        for one in value if isinstance(value, list) else (value,):
            if below is None:
                out.append(f"<{element.name}>{escape(one)}</{element.name}>\n")
            elif one:
                out.append(f"<{element.name}>\n")
                write(below, one, version, out)
                out.append(f"</{element.name}>\n")
