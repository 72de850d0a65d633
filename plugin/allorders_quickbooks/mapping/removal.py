"""Taking a document or record out of QuickBooks again."""

from __future__ import annotations

from allorders_quickbooks.company import UndoAs
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.terms import Binding


def removal(binding: Binding, context: Context) -> Message:
    """Void it where the set-up says so and QuickBooks can, else delete it; list records are always deleted."""
    if context.setup.undo_as is UndoAs.VOID and OBJECTS[binding.qb_type].voidable:
        return queries.void(binding.qb_type, binding.qb_id)
    return queries.delete(binding.qb_type, binding.qb_id)


def inactivation(binding: Binding) -> Message:
    """Take a list record that is in use, and so cannot be deleted, out of sight (behaviour: Documents)."""
    edit = binding.fresh.edit_sequence if binding.fresh is not None else binding.edit_sequence
    fields = {"list_id": binding.qb_id, "edit_sequence": edit, "is_active": False}
    return message_class(f"{binding.qb_type}Mod")(**fields)
