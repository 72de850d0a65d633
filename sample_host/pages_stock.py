"""The page that tells what there is: the stock by warehouse, and the desk's rule about it."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from sample_host import stock
from sample_host.current import desk, shop
from sample_host.models import Item, Shelf
from sample_host.warehouses import WAREHOUSES

blueprint = Blueprint("stock", __name__)


@blueprint.get("/stock")
def shelves() -> str:
    """Every item that was ever moved: how many, where, and what they are worth."""
    with shop().host.orders.reading() as session:
        named = select(Item, Shelf).join(Shelf, Shelf.item_id == Item.id).where(Item.deleted.is_(False))
        rows = session.execute(named.order_by(func.lower(Item.name), Item.id)).all()
        places, refused = stock.by_site(session), stock.only_what_is_there(session)
    worth = sum((shelf.worth for _, shelf in rows), Decimal(0))
    here = {item.id: _by_warehouse(places, item.id) for item, _ in rows}
    return render_template(
        "stock.html", rows=rows, here=here, warehouses=WAREHOUSES, worth=worth, only_what_is_there=refused
    )


@blueprint.post("/stock/rule")
def rule() -> Response:
    """Whether the desk lets more go than there is."""
    refuse = request.form.getlist("only_what_is_there")[-1:] == ["on"]
    desk().take_only_what_is_there(refuse)
    flash("From now on only what is there can go." if refuse else "From now on more can go than is there.", "done")
    return redirect(url_for("stock.shelves"))


def _by_warehouse(places: dict[tuple[int, str], Decimal], item: int) -> list[Decimal]:
    """How many are in each; what names no warehouse is in the main one."""
    main, *others = WAREHOUSES
    unnamed = places.get((item, ""), Decimal(0))
    return [places.get((item, main), Decimal(0)) + unnamed, *(places.get((item, site), Decimal(0)) for site in others)]
