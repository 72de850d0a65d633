"""Executing one request: who does it, what it costs, what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from . import (
    adjustments,
    builds,
    company_queries,
    custom_fields,
    definitions,
    list_queries,
    lists,
    merging,
    payments,
    purchase_orders,
    purchases,
    refunds,
    removal,
    sales,
    transfers,
    txn_queries,
)
from .envelope import Request
from .fields import into_code_page
from .grammar import Shape, too_long
from .guards import refuse_personal
from .markup import Node
from .refusals import Refused
from .render import Reply
from .txn_rets import RETS
from .work import Work

LONGEST_REQUEST_ID = 50

COSTS = {"Query": 0.05, "Add": 0.1, "Mod": 0.1, "Del": 0.08, "Void": 0.1}
"""Virtual seconds that a request takes, by what it does. Each object of a reply takes COST_OF_OBJECT more."""

COST_OF_OBJECT = 0.001

Executor = Callable[[Work, Request], Reply]

_ACTS: Mapping[str, Callable[[Work, Node, Shape], Reply]] = {
    **{f"{type}AddRq": partial(sales.add, type=type) for type in sales.FORMS},
    **{f"{type}ModRq": partial(sales.modify, type=type) for type in sales.FORMS},
    **{f"{type}AddRq": partial(purchases.add, type=type) for type in purchases.FORMS},
    **{f"{type}ModRq": partial(purchases.modify, type=type) for type in purchases.FORMS},
    "ReceivePaymentAddRq": payments.add,
    "ReceivePaymentModRq": payments.modify,
    "ARRefundCreditCardAddRq": refunds.add,
    "PurchaseOrderAddRq": purchase_orders.add,
    "PurchaseOrderModRq": purchase_orders.modify,
    "InventoryAdjustmentAddRq": adjustments.add,
    "InventoryAdjustmentModRq": adjustments.modify,
    "BuildAssemblyAddRq": builds.add,
    "BuildAssemblyModRq": builds.modify,
    "TransferInventoryAddRq": transfers.add,
    "TransferInventoryModRq": transfers.modify,
}
"""Adding and changing transactions."""

_OTHERS: Mapping[str, Callable[[Work, Node], Reply]] = {
    "TxnVoidRq": removal.void_transaction,
    "TxnDelRq": removal.delete_transaction,
    "ListDelRq": removal.delete_list_record,
    "TransactionQueryRq": txn_queries.query_headers,
    "DataExtAddRq": custom_fields.add,
    "DataExtModRq": custom_fields.modify,
    "DataExtDelRq": custom_fields.delete,
    "DataExtDefAddRq": definitions.add,
    "DataExtDefModRq": definitions.modify,
    "DataExtDefDelRq": definitions.delete,
    "DataExtDefQueryRq": definitions.query,
    "ListMergeRq": merging.merge,
    **company_queries.ANSWERS,
}

NEVER_KEPT = ("BillPaymentCheck", "CreditCardCharge", "Deposit", "Estimate", "JournalEntry")
"""Types of transactions that can be asked for, and that this company file never has one of."""

_ONLY_READ = frozenset({"ItemFixedAsset", "ItemSubtotal", "ItemPayment", "ItemGroup", "PriceLevel", "UnitOfMeasureSet"})
"""Kinds of records that cannot be added: nothing in the simulator would heed them."""


def executor_of(request: str) -> Executor | None:
    """What executes a request of that name; None where the simulator cannot."""
    if request in _ACTS:
        act = _ACTS[request]
        return lambda work, one: act(work, one.node, one.message.shape)
    if request in _OTHERS:
        other = _OTHERS[request]
        return lambda work, one: other(work, one.node)
    if request.removesuffix("QueryRq") in NEVER_KEPT:
        return lambda work, one: txn_queries.query_none(work, one.node)
    if request.removesuffix("QueryRq") in RETS:
        return lambda work, one: txn_queries.query(work, one.node)
    if list_queries.kinds_asked(request) is not None:
        return lambda work, one: list_queries.query(work, one.node)
    return _list_executor(request)


def _list_executor(request: str) -> Executor | None:
    for verb, act in (("Add", lists.add), ("Mod", lists.modify)):
        kind = lists.kind_of(request, verb)
        if kind is not None and kind.name not in _ONLY_READ:
            return lambda work, one, act=act, kind=kind: act(work, kind, one.node, one.message.shape)  # type: ignore[misc]
    return None


def cost_of(request: str) -> float:
    return next((cost for verb, cost in COSTS.items() if request.endswith(f"{verb}Rq")), COSTS["Query"])


@dataclass
class Macros:
    """The names that one message set has given to its new transactions (qbXML reference, section 5)."""

    ids: dict[str, str]

    def use(self, node: Node) -> None:
        """Put the ids in the places of the names. Raises Refused 9100."""
        for child in node.children:
            name = child.attributes.get("useMacro")
            if name is not None:
                if name not in self.ids:
                    raise Refused(9100, f'The macro "{name}" is not defined.')
                child.text = self.ids[name]
            self.use(child)

    def define(self, node: Node, reply: Reply) -> None:
        """Remember the id of what an Add has made."""
        name = node.children[0].attributes.get("defMacro") if node.children else None
        if name is not None and reply.recovery is not None:
            self.ids[name] = str(reply.recovery["TxnID"])

    def refuse_second(self, node: Node) -> None:
        """Raises Refused 9100 for a name that is given twice."""
        name = node.children[0].attributes.get("defMacro") if node.children else None
        if name is not None and name in self.ids:
            raise Refused(9100, f'The macro "{name}" is defined already.')


def execute(work: Work, request: Request, macros: Macros) -> Reply:
    """Do it. Raises Refused, after which nothing of it must be kept."""
    _refuse_bad_form(request)
    executor = executor_of(request.name)
    if executor is None:
        raise Refused(1030, f"The simulated company file does not support {request.name}.")
    refuse_personal(work, request.node)
    into_code_page(work, request.node)
    macros.refuse_second(request.node)
    macros.use(request.node)
    reply = executor(work, request)
    macros.define(request.node, reply)
    reply = replace(reply, wanted=tuple(request.node.values("IncludeRetElement")))
    if work.warnings and not reply.code:
        return replace(reply, code=work.warnings[0].code, severity="Warn", message=work.warnings[0].message)
    return reply


def _refuse_bad_form(request: Request) -> None:
    """Raises Refused for what is not a parse error: 1060 and 3070."""
    if len(request.request_id or "") > LONGEST_REQUEST_ID:
        raise Refused(1060, "The request ID is invalid.")
    for element, text in too_long(request.node, request.message.shape):
        code = 3000 if element.type == "ID" else 3070
        raise Refused(code, f'The string "{text}" in the field "{element.name}" is too long.')


def refusal(error: Refused) -> Reply:
    """The reply to a request that was refused."""
    return Reply(error.code, error.severity, error.message, dict(error.current or {}))
