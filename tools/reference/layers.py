"""Layers that are more than one operation: the loss and every gradient, by PyTorch's autograd."""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F

from .document import numbers, tensor

ACTIVATIONS = {"linear": lambda x: x, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def unrolled(x: torch.Tensor, parameters: dict[str, torch.Tensor], activation: str, output: str) -> torch.Tensor:
    """y(t) = f(w · x(t) + r · y(t−1) + l · y of the other(t−1) − θ)"""
    outputs: list[torch.Tensor] = []
    for time in range(x.shape[1]):
        total = x[:, time : time + 1] @ parameters["input_weight"]
        if outputs:
            total = total + outputs[-1] * parameters["recurrent_weight"]
            if "lateral_weight" in parameters:
                total = total + outputs[-1].flip(1) * parameters["lateral_weight"]
        outputs.append(ACTIVATIONS[activation](total - parameters["threshold"]))
    return torch.cat(outputs, dim=1) if output == "all" else outputs[-1]


def self_recurrent() -> Iterator[dict]:
    for batch, length, units, activation, output in [
        (1, 2, 1, "linear", "last"),
        (5, 6, 1, "tanh", "last"),
        (3, 4, 1, "sigmoid", "all"),
        (4, 5, 2, "tanh", "last"),
        (3, 7, 2, "linear", "all"),
    ]:
        title = f"{batch}×{length}, {units} {activation}, {output}"
        shapes = {"input_weight": (1, units), "recurrent_weight": (units,)}
        if units == 2:
            shapes["lateral_weight"] = (units,)
        shapes["threshold"] = (units,)
        parameters = {
            key: numbers(f"self_recurrent {title} {key}", shape, 0.5).requires_grad_() for key, shape in shapes.items()
        }
        x = numbers(f"self_recurrent {title} x", (batch, length))
        result = unrolled(x, parameters, activation, output)
        target = numbers(f"self_recurrent {title} target", result.shape)
        loss = F.mse_loss(result, target)
        loss.backward()
        yield {
            "name": title,
            "settings": {"units": str(units), "activation": activation, "output": output},
            "x": tensor(x),
            "target": tensor(target),
            "start": [tensor(value, key) for key, value in parameters.items()],
            "output": tensor(result),
            "loss": tensor(loss)["values"][0],
            "gradients": [tensor(value.grad, key) for key, value in parameters.items()],
        }


ALL: dict[str, Callable[[], Iterator[dict]]] = {"self_recurrent": self_recurrent}
