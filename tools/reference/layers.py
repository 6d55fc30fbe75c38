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


def batch_normalization() -> Iterator[dict]:
    """A layer, its batch normalization and a loss: one training pass, running statistics after two, an evaluation."""
    for name, settings, layer, shape in [
        ("dense", {"units": "4"}, torch.nn.Linear(3, 4), (7, 3)),
        ("dense", {"units": "1"}, torch.nn.Linear(2, 1), (2, 2)),
        ("convolution", {"kernels": "3", "size": "3", "padding": "1"}, torch.nn.Conv2d(2, 3, 3, padding=1), (4, 2, 5, 4)),
        ("convolution", {"kernels": "2", "size": "2"}, torch.nn.Conv2d(1, 2, 2), (1, 1, 3, 3)),
    ]:
        title = f"{name} on {'×'.join(map(str, shape))}"
        outputs = layer.weight.shape[0]
        normalization = (torch.nn.BatchNorm1d if name == "dense" else torch.nn.BatchNorm2d)(outputs)
        model = torch.nn.Sequential(layer, normalization, torch.nn.Flatten()).double()
        names = ["first.weight" if name == "dense" else "first.kernel", "first.bias", "norm.gamma", "norm.beta"]
        start, gradients = [], []
        for key, parameter in zip(names, model.parameters()):
            with torch.no_grad():
                parameter.copy_(numbers(f"batch_normalization {title} {key}", parameter.shape))
            start.append(tensor(ours(parameter, key), key))
        x, later = (numbers(f"batch_normalization {title} {key}", shape) for key in ["x", "later"])
        result = model(x)
        target = numbers(f"batch_normalization {title} target", result.shape)
        loss = F.mse_loss(result, target)
        loss.backward()
        for key, parameter in zip(names, model.parameters()):
            gradients.append(tensor(ours(parameter.grad, key), key))
        model(later)
        running = [
            tensor(normalization.running_mean, "norm.running_mean"),
            tensor(normalization.running_var, "norm.running_variance"),
        ]
        model.eval()
        yield {
            "name": title,
            "type": name,
            "settings": settings,
            "x": tensor(x),
            "later": tensor(later),
            "target": tensor(target),
            "start": start,
            "output": tensor(result),
            "loss": tensor(loss)["values"][0],
            "gradients": gradients,
            "running": running,
            "evaluated": tensor(model(x)),
        }


def ours(value: torch.Tensor, name: str) -> torch.Tensor:
    """Our weights of dense layers are [inputs, outputs]."""
    return value.T if name.endswith("weight") else value


ALL: dict[str, Callable[[], Iterator[dict]]] = {
    "self_recurrent": self_recurrent,
    "batch_normalization": batch_normalization,
}
