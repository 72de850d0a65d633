"""The base of every model in the contract: immutable, strict about unknown fields, cheap to make."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

UtcTime = Annotated[AwareDatetime, Field(description="an aware moment; UTC by convention")]


class Frozen(BaseModel):
    """A value: it is compared by content, never changed, and refuses fields that it does not know.

    Its validation errors do not quote what was entered, so that no secret gets into a log that way. What a model needs
    is made when it is first used: a host starts with a hundred of them, and uses a few.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)
