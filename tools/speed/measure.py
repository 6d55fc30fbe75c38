"""Timing that every peer shares: runs of at least so many seconds, each from the same start."""

import time
from collections.abc import Callable


def steps_per_second(run: Callable[[int], int], seconds: float, runs: int) -> list[float]:
    """`run(count)` starts anew, does about `count` steps, and says how many when the last one is really done.

    The first call compiles what compiles and does not count. The next ones find a count that takes long enough.
    """
    count = 100
    run(count)
    while (taken := timed(run, count)[1]) < seconds:
        # Aim a little above the goal; not more than tenfold at once, since a short run says little.
        count = int(count * min(10.0, max(1.2, 1.1 * seconds / taken)))
    return [steps / taken for steps, taken in (timed(run, count) for _ in range(runs))]


def timed(run: Callable[[int], int], count: int) -> tuple[int, float]:
    began = time.perf_counter()
    steps = run(count)
    return steps, time.perf_counter() - began
