"""What if a number were another, and what each sample of a batch adds: PyTorch's answers in float64.

`sample_losses` and `sample_gradients` come from running each sample alone, and are divided by the number of
samples: they add up to the data loss of the batch and, with `penalty_gradients`, to its gradients. A nudge adds
`epsilon` to one cell of a value, a parameter or an input; `real` is the loss with it less the loss without, and
`gradient` the derivative with respect to that cell. Values that are computed are nudged behind their operation.
Weights are [inputs, outputs].
"""

from collections.abc import Callable, Iterator

import torch

from .document import exact, numbers, shortest, tensor
from .training import ACTIVATIONS, LOSSES, Parameters, start_of

EPSILONS = [0.5, -0.1, 1e-3]


def forward(
    parameters: Parameters, activations: list[str | None], x: torch.Tensor, added: dict[str, torch.Tensor]
) -> torch.Tensor:
    x = x + added.get("features", 0)
    for index, activation in enumerate(activations, start=1):
        layer = f"dense{index}"
        weight = parameters[f"{layer}.weight"] + added.get(f"{layer}.weight", 0)
        bias = parameters[f"{layer}.bias"] + added.get(f"{layer}.bias", 0)
        x = x @ weight + bias
        if activation is not None:
            x = x + added.get(f"{layer}.sum", 0)
            x = ACTIVATIONS[activation](x)
        x = x + added.get(f"{layer}.output", 0)
    return x


def case(
    name: str, sizes: list[int], activations: list[str | None], loss: str, l2: float, x: torch.Tensor,
    target: torch.Tensor, nudged: list[tuple[str, int]],
) -> dict:
    parameters = {key: value.clone().requires_grad_() for key, value in start_of(sizes).items()}
    weights = [key for key in parameters if key.endswith(".weight")]
    count = len(x)

    def penalty(added: dict[str, torch.Tensor]) -> torch.Tensor:
        return sum(((parameters[key] + added.get(key, 0)) ** 2).sum() * L2_SHARE * l2 for key in weights)

    def total(added: dict[str, torch.Tensor]) -> torch.Tensor:
        return LOSSES[loss](forward(parameters, activations, x, added), target) + penalty(added)

    sample_losses, rows = [], {key: [] for key in parameters}
    for row in range(count):
        alone = LOSSES[loss](forward(parameters, activations, x[row : row + 1], {}), target[row : row + 1]) / count
        sample_losses.append(alone.detach())
        for key, gradient in zip(parameters, torch.autograd.grad(alone, list(parameters.values()))):
            rows[key].append(gradient)
    penalties = torch.autograd.grad(penalty({}) + 0 * total({}), list(parameters.values()))
    gradients = torch.autograd.grad(total({}), list(parameters.values()))
    for key, whole, added in zip(parameters, gradients, penalties):
        assert torch.allclose(torch.stack(rows[key]).sum(0) + added, whole, atol=1e-14), "the parts do not add up"

    shapes = {**{key: value.shape for key, value in parameters.items()}, "features": x.shape}
    for index, units in enumerate(sizes[1:], start=1):
        shapes[f"dense{index}.sum"] = shapes[f"dense{index}.output"] = torch.Size([count, units])
    nudges = []
    for value, cell in nudged:
        zero = torch.zeros(shapes[value], dtype=torch.float64, requires_grad=True)
        gradient = torch.autograd.grad(total({value: zero}), zero)[0].flatten()[cell]
        for epsilon in EPSILONS:
            step = torch.zeros(shapes[value], dtype=torch.float64)
            step.view(-1)[cell] = epsilon
            real = (total({value: step}) - total({})).item()
            nudges.append(
                {"value": value, "cell": cell, "epsilon": epsilon, "gradient": shortest(gradient.item()),
                 "real": shortest(real)})
    return {
        "name": name, "sizes": sizes, "activations": activations, "loss": loss, "l2": l2,
        "x": tensor(x), "target": tensor(target), "start": [tensor(value, key) for key, value in parameters.items()],
        "loss_value": shortest(total({}).item()),
        "sample_losses": tensor(torch.stack(sample_losses))["values"],
        "sample_gradients": [tensor(torch.stack(rows[key]), key) for key in parameters],
        "penalty_gradients": [tensor(value, key) for key, value in zip(parameters, penalties)],
        "nudges": nudges,
    }


# Our penalty is l2 / 2 · Σ w².
L2_SHARE = 0.5


def probes() -> Iterator[dict]:
    x = numbers("classification x", (8, 3))
    target = exact((x[:, 0] + x[:, 1] > 0.2).to(torch.float64).tolist(), (8,))
    values = [("dense1.weight", 7), ("dense2.bias", 1), ("dense1.output", 11), ("dense2.sum", 6), ("features", 4)]
    yield case(
        "classification", [3, 5, 4, 2], ["tanh", "relu", None], "softmax_cross_entropy", 0.0, x, target,
        values + [("dense3.output", 3)])
    x = numbers("regression x", (8, 2))
    target = exact((x[:, :1] * 2 - x[:, 1:] + 0.5).flatten().tolist(), (8, 1))
    yield case(
        "regression with a penalty", [2, 4, 1], ["tanh", None], "squared_error", 0.1, x, target,
        [("dense1.weight", 3), ("dense1.bias", 0), ("dense1.sum", 9), ("dense2.weight", 2), ("features", 1)])


ALL: dict[str, Callable[[], Iterator[dict]]] = {"probes": probes}
