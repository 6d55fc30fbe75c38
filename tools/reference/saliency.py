"""Saliency: the gradient of every class's logit with respect to the pixels, from PyTorch in float64.

`gradients` are [classes, channels, height, width]; `layers` are written as lessons write them. Dense weights are
[inputs, outputs].
"""

from collections.abc import Callable, Iterator

import torch
from torch.nn import functional

from .document import numbers, tensor


def case(name: str, shape: tuple[int, int, int], layers: list[dict], classes: int) -> dict:
    start: dict[str, torch.Tensor] = {}

    def parameter(key: str, size: tuple[int, ...], spread: float) -> torch.Tensor:
        if key not in start:
            start[key] = numbers(f"{name} {key}", size, spread)
        return start[key]

    def logits(x: torch.Tensor) -> torch.Tensor:
        for layer in layers:
            settings = layer["settings"]
            match layer["type"]:
                case "convolution":
                    size, kernels = int(settings["size"]), int(settings["kernels"])
                    kernel = parameter(f"{layer['name']}.kernel", (kernels, x.shape[1], size, size), 0.4)
                    bias = parameter(f"{layer['name']}.bias", (kernels,), 0.2)
                    x = functional.conv2d(
                        x, kernel, bias, stride=int(settings.get("stride", 1)), padding=int(settings.get("padding", 0)))
                case "pooling":
                    pool = functional.max_pool2d if settings["kind"] == "max" else functional.avg_pool2d
                    x = pool(x, int(settings["size"]))
                case "dense":
                    x = x.flatten(1)
                    weight = parameter(f"{layer['name']}.weight", (x.shape[1], int(settings["units"])), 0.5)
                    x = x @ weight + parameter(f"{layer['name']}.bias", (int(settings["units"]),), 0.2)
            match settings.get("activation", "linear"):
                case "relu":
                    x = functional.relu(x)
                case "tanh":
                    x = torch.tanh(x)
        return x

    image = numbers(f"{name} image", (1, *shape)).requires_grad_()
    outputs = logits(image)[0]
    assert len(outputs) == classes
    gradients = [torch.autograd.grad(outputs[index], image, retain_graph=True)[0][0] for index in range(classes)]
    return {
        "name": name, "layers": layers, "image": tensor(image[0]),
        "start": [tensor(value, key) for key, value in start.items()], "outputs": tensor(outputs),
        "probabilities": tensor(outputs.softmax(0)), "gradients": tensor(torch.stack(gradients)),
    }


def layer(layer_type: str, name: str, **settings: str) -> dict:
    return {"type": layer_type, "name": name, "settings": settings}


def saliency() -> Iterator[dict]:
    yield case(
        "two convolutions", (1, 8, 8),
        [
            layer("convolution", "conv1", kernels="3", size="3", padding="1", activation="relu"),
            layer("pooling", "pool1", kind="max", size="2"),
            layer("convolution", "conv2", kernels="4", size="3", padding="1", activation="tanh"),
            layer("pooling", "pool2", kind="average", size="2"),
            layer("dense", "output", units="4"),
        ], 4)
    yield case(
        "two channels and a stride", (2, 7, 5),
        [
            layer("convolution", "conv1", kernels="3", size="3", stride="2", padding="0", activation="relu"),
            layer("dense", "hidden1", units="5", activation="tanh"), layer("dense", "output", units="3"),
        ], 3)
    yield case(
        "dense", (1, 4, 4),
        [layer("dense", "hidden1", units="6", activation="relu"), layer("dense", "output", units="3")], 3)


ALL: dict[str, Callable[[], Iterator[dict]]] = {"saliency": saliency}
