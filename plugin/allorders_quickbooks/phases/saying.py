"""What is said of a document: the request that its mapper makes of it, and what its binding is to remember of that.

The remembered content is compared with what the document comes to later, so it is always put the way a change would
put it: an Add that takes lines over from an order says less than the invoice will hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from allorders_quickbooks.extensions import active
from allorders_quickbooks.mapping import custom_fields, remembered
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.custom_fields import Field
from allorders_quickbooks.mapping.registry import KeepsLines, Mapper, Remembers, WritesCustomFields, able
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.terms import Action, Binding, DocumentRow


@dataclass(frozen=True)
class Said:
    """A request with its content as it is remembered. `unfinished`: custom fields are to be written after it."""

    message: Message
    base: Mapping[str, str]
    unfinished: bool = False

    def carried_by(self, request: Request) -> Request:
        """The request with what its answer needs of this."""
        return replace(request, base=self.base, unfinished=self.unfinished)


def add(kind: Mapper, source: Any, context: Context, request: Request) -> Said:
    """The document as it is made. Raises Unmappable."""
    extended = active()
    message = extended.mapped(kind.title(source), source, kind.add(source, context, request.guid))
    whole = kind.mod(source, context, _nothing_yet(request)) if message.linked_to else None
    if whole is not None:
        whole = extended.mapped(kind.title(source), source, whole)
    fields = _fields(kind, source, context)
    inline = custom_fields.remember([field for field in fields if field.line is not None])
    base = _base(kind, source, context, whole or message, inline) | remembered.of_links(message.linked_to)
    return Said(message, base, unfinished=bool(custom_fields.to_write(fields, inline)))


def change(kind: Mapper, source: Any, context: Context, binding: Binding) -> Said | None:
    """The bound document as it should be now; None where nothing of it can be changed. Raises Unmappable."""
    message = kind.mod(source, context, binding)
    if message is None:
        return None
    message = active().mapped(kind.title(source), source, message)
    written = remembered.custom(binding.base)
    unfinished = bool(custom_fields.to_write(_fields(kind, source, context), written))
    base = _base(kind, source, context, message, written)
    return Said(message, base | remembered.of_links(remembered.links(binding.base)), unfinished=unfinished)


def extend(
    kind: Mapper, source: Any, context: Context, binding: Binding, row: DocumentRow
) -> list[tuple[Request, Message]]:
    """The requests that write its custom fields as they should be now, none where QuickBooks has them."""
    written = remembered.custom(binding.base)
    fields = _fields(kind, source, context)
    todo = list(_requests(custom_fields.to_write(fields, written), written, binding, row))
    known = [field for field in fields if field.line is None or field.line < len(binding.lines)]
    base = {**binding.base, remembered.CUSTOM: custom_fields.remember(known)}
    request = Request("", Action.EXTEND, binding.qb_type, row.ref, row.wanted, row.generation, binding.guid, base=base)
    return [(request, message) for message in todo]


def _requests(fields: tuple[Field, ...], written: str, binding: Binding, row: DocumentRow) -> Iterator[Message]:
    refused_once = row.attempts % 2 == 1
    for field in fields:
        message = custom_fields.request(field, written, binding, otherwise=refused_once)
        if message is not None:
            yield message


def _fields(kind: Mapper, source: Any, context: Context) -> tuple[Field, ...]:
    writer = able(kind, WritesCustomFields)
    return () if writer is None else writer.fields(source, context)


def _base(kind: Mapper, source: Any, context: Context, message: Message, written: str) -> dict[str, str]:
    base = objects.request_contents(message)
    if (keeping := able(kind, KeepsLines)) is not None:
        base |= remembered.keys(keeping.line_keys(source, context))
    if (remembering := able(kind, Remembers)) is not None:
        base |= remembering.remembers(source, context)
    return {**base, remembered.CUSTOM: written} if written else base


def _nothing_yet(request: Request) -> Binding:
    """A binding to nothing, under which a change says all that there is to say."""
    if request.ref is None:
        raise ValueError("an Add is of a document")
    return Binding(
        ref=request.ref,
        generation=request.generation,
        qb_type=request.qb_type,
        qb_id="",
        edit_sequence="",
        guid=request.guid,
        number="",
        name="",
        total=None,
        version=0,
    )
