"""Definitions of custom fields: adding, changing, removing and asking for them (qbXML reference, section 10)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .answers import Found, answer
from .books import Body, Definition
from .custom_fields import PUBLIC
from .markup import Node
from .refusals import Refused
from .render import Reply
from .values import canonical
from .work import Work

_PUBLIC_OBJECTS = frozenset({"Customer", "Vendor", "Employee", "Item"})
_MOST: Mapping[str, int] = {"Customer": 7, "Vendor": 7, "Employee": 7, "Item": 5}
_MOST_IN_ENTERPRISE: Mapping[str, int] = {"Customer": 12, "Vendor": 12, "Employee": 12, "Item": 15}
"""How many fields users may define for each kind of object, by edition."""


def add(work: Work, request: Node) -> Reply:
    """Answers DataExtDefAdd. Raises Refused."""
    node = request.children[0]
    owner, name, type = node.value("OwnerID"), node.value("DataExtName"), node.value("DataExtType")
    objects = node.values("AssignToObject")
    if not name:
        raise Refused(3150, "The custom field needs a name.")
    if owner == PUBLIC and type != "STR255TYPE":
        raise Refused(3351, f'The custom field "{name}" cannot be of the type {type}: users see text alone.')
    _refuse_name(work, owner, name)
    _refuse_objects(work, owner, objects)
    work.storage.keep_definition(owner, name, type, objects)
    return _reply(work, _found(work, owner, name))


def modify(work: Work, request: Node) -> Reply:
    """Answers DataExtDefMod: another name, more objects or fewer. Raises Refused."""
    node = request.children[0]
    known = _found(work, node.value("OwnerID"), node.value("DataExtName"))
    name = node.value("DataExtNewName") or known.name
    if name != known.name:
        _refuse_name(work, known.owner_id, name)
    more = [one for one in node.values("AssignToObject") if one not in known.objects]
    _refuse_objects(work, known.owner_id, more)
    gone = node.values("RemoveFromObject")
    objects = [one for one in (*known.objects, *more) if one not in gone]
    work.storage.execute(
        "UPDATE definitions SET name = ?, objects = ? WHERE number = ?", (name, json.dumps(objects), known.number)
    )
    return _reply(work, _found(work, known.owner_id, name))


def delete(work: Work, request: Node) -> Reply:
    """Answers DataExtDefDel. Raises Refused 3160 for a field that users defined."""
    known = _found(work, request.value("OwnerID"), request.value("DataExtName"))
    if known.owner_id == PUBLIC:
        raise Refused(3160, f'The custom field "{known.name}" cannot be deleted by an application.')
    work.storage.execute("DELETE FROM definitions WHERE number = ?", (known.number,))
    ret = {"OwnerID": known.owner_id, "DataExtName": known.name, "TimeDeleted": work.stamp(work.now)}
    return Reply(body={"DataExtDefDelRet": ret}, recovery={"OwnerID": known.owner_id})


def query(work: Work, request: Node) -> Reply:
    """Answers DataExtDefQuery. Asked for neither an owner nor an object it finds nothing (section 10)."""
    owners, objects = set(request.values("OwnerID")), set(request.values("AssignToObject"))
    found = [one for one in work.storage.definitions() if one.owner_id in owners or objects.intersection(one.objects)]
    return answer(work, request, lambda: Found(found), lambda one: ("DataExtDefRet", _shown(work, one)))


def _found(work: Work, owner: str, name: str) -> Definition:
    found = next((one for one in work.storage.definitions() if (one.owner_id, one.name) == (owner, name)), None)
    if found is None:
        raise Refused(3120, f'The custom field "{name}" cannot be found.')
    return found


def _refuse_name(work: Work, owner: str, name: str) -> None:
    if any(one.owner_id == owner and one.name.lower() == name.lower() for one in work.storage.definitions()):
        raise Refused(3100, f'The name "{name}" of the custom field is already in use.')


def _refuse_objects(work: Work, owner: str, objects: list[str]) -> None:
    """Raises Refused 3351 for objects that users cannot give fields, 3180 for more fields than the edition has."""
    if owner != PUBLIC:
        return
    most = _MOST_IN_ENTERPRISE if work.features.is_enterprise else _MOST
    for one in objects:
        if one not in _PUBLIC_OBJECTS:
            raise Refused(3351, f'A custom field that users see cannot be assigned to "{one}".')
        if sum(one in known.objects for known in work.storage.definitions() if known.owner_id == PUBLIC) >= most[one]:
            raise Refused(3180, f'There was an error when saving the custom field: "{one}" has {most[one]} already.')


def _shown(work: Work, one: Definition) -> Body:
    return {
        "OwnerID": one.owner_id,
        "DataExtID": str(one.number),
        "DataExtName": one.name,
        "DataExtType": one.type,
        "AssignToObject": list(one.objects),
        "DataExtListRequire": canonical("BOOL", ""),
        "DataExtTxnRequire": canonical("BOOL", ""),
        "DataExtFormatString": "",
    }


def _reply(work: Work, one: Definition) -> Reply:
    return Reply(body={"DataExtDefRet": _shown(work, one)}, recovery={"OwnerID": one.owner_id})
