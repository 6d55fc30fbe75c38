"""Learning-rate schedules: the factor on the rate in each of thirty iterations (torch.optim.lr_scheduler)."""

from collections.abc import Callable, Iterator

import torch
from torch.optim import lr_scheduler

from .document import shortest

ITERATIONS = 30

# name, our constants, torch's scheduler
SCHEDULES: list[tuple[str, dict, Callable]] = [
    ("constant", {}, lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
    ("step", {"every": 7, "factor": 0.5}, lambda o: lr_scheduler.StepLR(o, step_size=7, gamma=0.5)),
    ("step", {"every": 1, "factor": 0.9}, lambda o: lr_scheduler.StepLR(o, step_size=1, gamma=0.9)),
    ("exponential", {"decay": 0.95}, lambda o: lr_scheduler.ExponentialLR(o, gamma=0.95)),
    (
        "linear",
        {"length": 20, "end": 0.1},
        lambda o: lr_scheduler.LinearLR(o, start_factor=1.0, end_factor=0.1, total_iters=20),
    ),
    (
        "linear",
        {"length": 12, "end": 0.0},
        lambda o: lr_scheduler.LinearLR(o, start_factor=1.0, end_factor=0.0, total_iters=12),
    ),
    # CosineAnnealingLR rises again behind T_max and ours stays, so T_max is not passed.
    (
        "cosine",
        {"length": ITERATIONS, "end": 0.05},
        lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=ITERATIONS, eta_min=0.05),
    ),
    ("cosine", {"length": ITERATIONS, "end": 0.0}, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=ITERATIONS)),
]


def factors(make: Callable, warm_up: int) -> list[float]:
    """With a rate of 1 the rate is the factor."""
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=1.0)
    if warm_up > 1:
        rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / warm_up, end_factor=1.0, total_iters=warm_up - 1)
        scheduler = lr_scheduler.SequentialLR(optimizer, [rise, make(optimizer)], milestones=[warm_up])
    else:
        scheduler = make(optimizer)
    found = []
    for _ in range(ITERATIONS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


def schedules() -> Iterator[dict]:
    for name, constants, make in SCHEDULES:
        for warm_up in [0, 5]:
            yield {
                "name": name,
                "parameters": constants,
                "warm_up": warm_up,
                "factors": [shortest(factor) for factor in factors(make, warm_up)],
            }


ALL: dict[str, Callable[[], Iterator[dict]]] = {"schedules": schedules}
