"""Everything in the contract is a value."""

from __future__ import annotations

import pytest
from allorders_hooks.documents import DocumentRef
from pydantic import ValidationError


def test_a_value_cannot_be_changed() -> None:
    ref = DocumentRef(company="acme", kind="ship_doc", key="1")
    with pytest.raises(ValidationError):
        ref.key = "2"  # type: ignore[misc]


def test_a_field_that_is_not_known_is_refused_without_quoting_it() -> None:
    with pytest.raises(ValidationError) as error:
        DocumentRef(company="acme", kind="ship_doc", key="1", password="hush")  # type: ignore[call-arg]
    assert "password" in str(error.value)
    assert "hush" not in str(error.value)


def test_refs_with_the_same_content_are_the_same() -> None:
    first, second = (DocumentRef(company="acme", kind="ship_doc", key="1") for _ in range(2))
    assert {first: "found"}[second] == "found"
    assert str(first) == "ship_doc 1"
