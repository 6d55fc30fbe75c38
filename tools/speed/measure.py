"""Timing that every peer shares: runs of at least so many seconds, each from the same start."""

import time
from collections.abc import Callable


def steps_per_second(run: Callable[[int], None], seconds: float, runs: int) -> list[float]:
    """`run(count)` starts anew, does `count` steps and returns when the last one is really done.

    The first calls find a count that takes long enough; they also warm caches and compile what compiles.
    """
    count = 100
    while (taken := timed(run, count)) < seconds:
        # Aim a little above the goal; not more than tenfold at once, since a first call may be slow.
        count = int(count * min(10.0, max(1.2, 1.1 * seconds / taken)))
    return [count / timed(run, count) for _ in range(runs)]


def timed(run: Callable[[int], None], count: int) -> float:
    began = time.perf_counter()
    run(count)
    return time.perf_counter() - began
