"""The matching as a spreadsheet: out, decided, and in again, or refused whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from allorders_quickbooks.matching.sides import Choice
from allorders_quickbooks.operations import match_sheet, matching

from tests.world import COMPANY, World, a_customer, a_ref, new_world

NEAR, EVIL = a_ref("customer", "near"), a_ref("customer", "=1+1")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = new_world(tmp_path)
    for name in ("Ernst Handl", "Piccolo und mehr"):
        world.file.bookkeeper.add_record("Customer", name)
    world.save(a_customer("near", "Ernst Handel"))
    world.save(a_customer("=1+1", '=HYPERLINK("http://example.com")'))
    world.run()
    matching.propose(world.ports, COMPANY, "Customer")
    return world


def rows(world: World) -> dict[str, dict[str, str]]:
    text = "".join(match_sheet.written(world.ports, COMPANY, "Customer"))
    return {row["Key"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}


def read(world: World, *lines: str, head: str = "Key,Decision,QuickBooks id") -> str:
    text = "\r\n".join([head, *lines])
    return match_sheet.read(world.ports, COMPANY, "Customer", text, "Ada").sentence


def decided(world: World) -> dict[str, Choice]:
    pages = matching.pages(world.ports, COMPANY, "Customer")
    return {match.ref.key: match.decision for page in pages for match in page}


def test_the_sheet_says_what_is_proposed(world: World) -> None:
    row = rows(world)["near"]
    assert (row["Name"], row["QuickBooks name"], row["Decision"]) == ("Ernst Handel", "Ernst Handl", "")
    assert int(row["Score"]) > 80 and "alike" in row["Reason"]


def test_no_cell_is_a_formula(world: World) -> None:
    cells = [cell for row in rows(world).values() for cell in row.values()]
    assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_what_comes_back_is_decided(world: World) -> None:
    read(world, "near,bind,", "'=1+1,Skip,")
    assert decided(world) == {"near": Choice.BIND, "=1+1": Choice.SKIP}
    assert world.binding(NEAR) is not None


def test_another_record_than_the_proposed_can_be_named(world: World) -> None:
    there = next(each.id for each in world.file.records("Customer") if each.name == "Piccolo und mehr")
    read(world, f"near;bind;{there}", head="Key;Decision;QuickBooks id")
    binding = world.binding(NEAR)
    assert binding is not None and binding.qb_id == there


def test_the_same_sheet_once_more_says_nothing_new(world: World) -> None:
    read(world, "near,bind,")
    assert read(world, "near,bind,") == "It says nothing new."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("near,perhaps,", "Row 3, column Decision: “perhaps” is none of"),
        ("nobody,bind,", "Row 3, column Key: there is no such record to match, “nobody”."),
        (",bind,", "Row 3, column Key: it is empty."),
        ("'=1+1,create,", "Row 3, column Key: “=1+1” is in row 2 already."),
        ('near,"bind', "It is no CSV file"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_decided(world: World, line: str, said: str) -> None:
    assert said in read(world, "'=1+1,skip,", line)
    assert set(decided(world).values()) == {Choice.UNDECIDED}


def test_a_sheet_without_its_columns_is_refused(world: World) -> None:
    assert "Row 1: the column Decision is missing." in read(world, "near", head="Key")
