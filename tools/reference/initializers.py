"""Initializers: not values but what a large sample must look like, for weights [inputs, outputs].

    zero             every number 0
    uniform          limit as given; standard deviation limit / √3
    xavier_uniform   limit √(6 / (inputs + outputs)); standard deviation √(2 / (inputs + outputs))
    xavier_normal    standard deviation √(2 / (inputs + outputs))
    he_uniform       limit √(6 / inputs); standard deviation √(2 / inputs)
    he_normal        standard deviation √(2 / inputs)
    orthogonal       standard deviation √(1 / inputs), limit 1

The mean of all of them is 0. "limit" is what no number's size exceeds; null where there is none. Each formula is
compared here with a sample from torch.nn.init, to 3 %.
"""

from collections.abc import Callable, Iterator

import torch
from torch.nn import init

from .document import shortest

UNIFORM_LIMIT = 0.05

# name → (limit, or None; standard deviation; PyTorch's function), each from inputs and outputs
INITIALIZERS: dict[str, tuple[Callable, Callable, Callable]] = {
    "zero": (lambda i, o: 0.0, lambda i, o: 0.0, init.zeros_),
    "uniform": (
        lambda i, o: UNIFORM_LIMIT,
        lambda i, o: UNIFORM_LIMIT / 3**0.5,
        lambda w: init.uniform_(w, -UNIFORM_LIMIT, UNIFORM_LIMIT),
    ),
    "xavier_uniform": (lambda i, o: (6 / (i + o)) ** 0.5, lambda i, o: (2 / (i + o)) ** 0.5, init.xavier_uniform_),
    "xavier_normal": (lambda i, o: None, lambda i, o: (2 / (i + o)) ** 0.5, init.xavier_normal_),
    "he_uniform": (
        lambda i, o: (6 / i) ** 0.5,
        lambda i, o: (2 / i) ** 0.5,
        lambda w: init.kaiming_uniform_(w, nonlinearity="relu"),
    ),
    "he_normal": (
        lambda i, o: None,
        lambda i, o: (2 / i) ** 0.5,
        lambda w: init.kaiming_normal_(w, nonlinearity="relu"),
    ),
}

# Of an orthogonal matrix the longer side's vectors are orthonormal; ours is made of square blocks where it is wider
# than high, which leaves every number's size the same.
INITIALIZERS["orthogonal"] = (
    lambda i, o: 1.0,
    lambda i, o: (1 / i) ** 0.5,
    lambda w: torch.cat([init.orthogonal_(torch.empty(min(len(w) - s, w.shape[1]), w.shape[1]))
                         for s in range(0, len(w), w.shape[1])]),
)


def cases() -> Iterator[dict]:
    torch.manual_seed(0)
    for name, (limit_of, deviation_of, sample) in INITIALIZERS.items():
        for inputs, outputs in [(300, 40), (40, 300), (100, 100)]:
            limit, deviation = limit_of(inputs, outputs), deviation_of(inputs, outputs)
            weight = sample(torch.empty(outputs, inputs))  # torch.nn.Linear's layout: fan-in is the last axis
            assert abs(weight.std().item() - deviation) <= 0.03 * deviation, (name, weight.std(), deviation)
            assert limit is None or weight.abs().max().item() <= limit * 1.00001, (name, limit)
            yield {
                "initializer": name,
                "parameters": {"limit": UNIFORM_LIMIT} if name == "uniform" else {},
                "shape": [inputs, outputs],
                "mean": 0.0,
                "standard_deviation": shortest(deviation),
                "limit": None if limit is None else shortest(limit),
            }


ALL: dict[str, Callable[[], Iterator[dict]]] = {"initializers": cases}
