"""Ten expected losses: forward, backward and update of a whole model in one number a step.

`losses` are taken before each of ten updates, always on the same batch; `first_gradients` belong to the first,
`after` are the parameters when all ten updates are done. Weights are [inputs, outputs].
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F

from .document import exact, numbers, tensor

Parameters = dict[str, torch.Tensor]

ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, None: lambda x: x}
LOSSES = {
    "softmax_cross_entropy": lambda logits, target: F.cross_entropy(logits, target.to(torch.int64)),
    "squared_error": F.mse_loss,
}


def start_of(sizes: list[int]) -> Parameters:
    parameters = {}
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:]), start=1):
        shape = (inputs, outputs)
        parameters[f"dense{index}.weight"] = numbers(f"weight {index} of {sizes}", shape, inputs**-0.5)
        parameters[f"dense{index}.bias"] = numbers(f"bias {index} of {sizes}", (outputs,), 0.1)
    return parameters


def prediction(parameters: Parameters, activations: list[str | None], x: torch.Tensor) -> torch.Tensor:
    for index, activation in enumerate(activations, start=1):
        x = x @ parameters[f"dense{index}.weight"] + parameters[f"dense{index}.bias"]
        # Near ReLU's kink float32 could take the other branch than float64, and the test would be about luck.
        assert activation != "relu" or x.abs().min() > 1e-4, "choose other numbers: a pre-activation is too near 0"
        x = ACTIVATIONS[activation](x)
    return x


def train(
    name: str, sizes: list[int], activations: list[str | None], loss: str, x: torch.Tensor, target: torch.Tensor
) -> Iterator[dict]:
    start = start_of(sizes)
    for optimizer, rate, make in [("sgd", 0.1, torch.optim.SGD), ("adam", 0.01, torch.optim.Adam)]:
        parameters = {key: value.clone().requires_grad_() for key, value in start.items()}
        stepper = make(parameters.values(), lr=rate)
        losses, first = [], []
        for step in range(10):
            stepper.zero_grad()
            value = LOSSES[loss](prediction(parameters, activations, x), target)
            value.backward()
            losses.append(value)
            if step == 0:
                first = [tensor(parameter.grad, key) for key, parameter in parameters.items()]
            stepper.step()
        yield {
            "name": f"{name}, {optimizer}",
            "sizes": sizes,
            "activations": activations,
            "loss": loss,
            "optimizer": optimizer,
            "learning_rate": rate,
            "x": tensor(x),
            "target": tensor(target),
            "start": [tensor(value, key) for key, value in start.items()],
            "losses": tensor(torch.stack(losses))["values"],
            "first_gradients": first,
            "after": [tensor(value, key) for key, value in parameters.items()],
        }


def ten_losses() -> Iterator[dict]:
    x = numbers("classification x", (8, 3))
    target = exact((x[:, 0] + x[:, 1] > 0.2).to(torch.float64).tolist(), (8,))
    yield from train("classification", [3, 5, 4, 2], ["tanh", "relu", None], "softmax_cross_entropy", x, target)
    x = numbers("regression x", (8, 2))
    target = exact((x[:, :1] * 2 - x[:, 1:] + 0.5).flatten().tolist(), (8, 1))
    yield from train("regression", [2, 4, 1], ["tanh", None], "squared_error", x, target)


ALL: dict[str, Callable[[], Iterator[dict]]] = {"ten_losses": ten_losses}
