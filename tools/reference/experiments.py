"""What two experiments measure, on the network of the lesson `backprop`, by PyTorch's autograd and optimizers."""

from collections.abc import Callable, Iterator

import torch

from .document import exact, shortest

SAMPLES = exact([1, 0.5, -0.5, 1], (2, 2))
TARGETS = exact([1, -0.5], (2, 1))
RATE = 0.1

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE),
    "momentum": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=RATE),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=RATE),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE),
}


def first_weights() -> list[torch.Tensor]:
    values = [([0.6, -0.2, 0.4, 0.8], (2, 2)), ([0, 0], (2,)), ([0.5, -1], (2, 1)), ([0.1], (1,))]
    return [exact(numbers, shape).clone().requires_grad_() for numbers, shape in values]


def loss_of(weights: list[torch.Tensor], x: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    hidden = torch.tanh(x @ weights[0] + weights[1])
    return ((hidden @ weights[2] + weights[3] - target) ** 2).mean()


def flat(tensors: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([tensor.detach().flatten() for tensor in tensors])


def gradient(sample: slice) -> torch.Tensor:
    weights = first_weights()
    loss_of(weights, SAMPLES[sample], TARGETS[sample]).backward()
    return flat([weight.grad for weight in weights])


def gradient_only() -> Iterator[dict]:
    """20 iterations, one sample after the other."""
    ends: dict[str, torch.Tensor] = {}
    for name, make in OPTIMIZERS.items():
        weights = first_weights()
        optimizer = make(weights)
        for iteration in range(20):
            sample = slice(iteration % 2, iteration % 2 + 1)
            optimizer.zero_grad()
            loss_of(weights, SAMPLES[sample], TARGETS[sample]).backward()
            optimizer.step()
        ends[name] = flat(weights)
        yield {
            "name": name,
            "distance": shortest((ends[name] - ends["sgd"]).norm().item()),
            "loss": shortest(loss_of(weights, SAMPLES, TARGETS).item()),
        }


def gradient_noise() -> Iterator[dict]:
    """√(mean ‖g_B − g‖²) / ‖g‖ over the batches of one sample, with the first weights."""
    parts = [gradient(slice(index, index + 1)) for index in range(2)]
    whole = sum(parts) / 2
    scatter = sum(((part - whole) ** 2).sum() for part in parts) / 2
    yield {"name": "batches of one", "noise": shortest((scatter.sqrt() / whole.norm()).item())}


ALL: dict[str, Callable[[], Iterator[dict]]] = {"gradient_only": gradient_only, "gradient_noise": gradient_noise}
