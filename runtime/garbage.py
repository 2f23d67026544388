"""When a process looks for garbage: not while it starts, and seldom after."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 20_000
"""New objects between two looks for garbage: an act or a batch of events makes thousands, and few of them circles."""


@contextmanager
def kept_in_mind() -> Iterator[None]:
    """What is read and made in here stays for as long as the process lives: it is not looked through for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_down() -> None:
    """What a process has built by now stays as long as it lives: it is not looked through for garbage any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
