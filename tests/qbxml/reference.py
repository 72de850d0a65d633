"""The reference material beside the project: field tables, code tables, samples and the independent judge."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
QBXML = SHARED / "qbxml"

needs_reference = pytest.mark.skipif(not QBXML.is_dir(), reason="the reference material is not beside the project")


@cache
def table(name: str) -> dict[str, Any]:
    """One of the machine-readable tables."""
    content: dict[str, Any] = json.loads((QBXML / f"{name}.json").read_text(encoding="utf-8"))
    return content


def entries(name: str) -> list[dict[str, Any]]:
    """The rows of a code table, none where there is no such table."""
    found: list[dict[str, Any]] = table(name)["codes"] if QBXML.is_dir() else []
    return found


@cache
def _judge() -> Callable[[str], list[str]]:
    spec = importlib.util.spec_from_file_location("intuit_judge", QBXML / "validate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    check: Callable[[str], list[str]] = module.check
    return check


def complaints(content: bytes) -> list[str]:
    """What Intuit's schema and the tables say against a message set."""
    return _judge()(content.decode("ascii"))


def samples(kind: str) -> list[Path]:
    """Published requests or responses."""
    return sorted((SHARED / "samples" / kind).glob("*.xml"))
