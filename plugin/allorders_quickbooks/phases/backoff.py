"""How long a transient fault waits for its next try: exponential, with jitter, and never for ever.

The attempt count lives in the row, so the back-off survives a restart.
"""

from __future__ import annotations

from tenacity import RetryCallState, wait_exponential

ATTEMPTS = 8
_WAIT = wait_exponential(multiplier=15, exp_base=2, max=3600)


def seconds(attempt: int, jitter: float) -> float:
    """Seconds before try number `attempt` + 1; `jitter`, from 0 to 1, adds up to a quarter."""
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    state.attempt_number = attempt
    return _WAIT(state) * (1 + jitter / 4)
