"""Optimizers: the same start, ten given gradients, the parameters after each of ten steps (torch.optim).

A gradient here does not depend on the parameters, so an error shows in the step that makes it. `learning_rates`
has one number a step: a learner may turn that knob while training.
"""

from collections.abc import Callable, Iterator

import torch

from .document import exact, numbers, tensor

STEPS = 10

# file → (torch.optim's class, [(name, learning rate, its constants by our names)])
OPTIMIZERS: dict[str, tuple[type, list[tuple[str, float, dict]]]] = {
    "sgd": (torch.optim.SGD, [("usual", 0.1, {}), ("small rate", 0.003, {})]),
    "momentum": (
        torch.optim.SGD,
        [("usual", 0.05, {"momentum": 0.9}), ("little momentum", 0.05, {"momentum": 0.3})],
    ),
    "nesterov": (
        torch.optim.SGD,
        [("usual", 0.05, {"momentum": 0.9}), ("little momentum", 0.05, {"momentum": 0.3})],
    ),
    "adagrad": (
        torch.optim.Adagrad,
        [("usual", 0.1, {"epsilon": 1e-10}), ("large epsilon", 0.1, {"epsilon": 0.1})],
    ),
    "adadelta": (
        torch.optim.Adadelta,
        [("usual", 1.0, {"rho": 0.9, "epsilon": 1e-6}), ("long memory", 0.5, {"rho": 0.99, "epsilon": 1e-3})],
    ),
    "rmsprop": (
        torch.optim.RMSprop,
        [("usual", 0.01, {"alpha": 0.99, "epsilon": 1e-8}), ("short memory", 0.02, {"alpha": 0.9, "epsilon": 1e-6})],
    ),
    "adam": (
        torch.optim.Adam,
        [("usual", 0.01, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
         ("short memory", 0.02, {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6})],
    ),
    "adamw": (
        torch.optim.AdamW,
        [("usual", 0.01, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01}),
         ("strong decay", 0.02, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.3})],
    ),
}


def torch_constants(name: str, ours: dict) -> dict:
    """Our names of the constants → torch.optim's."""
    constants: dict = {key: value for key, value in ours.items() if not key.startswith("beta")}
    if "beta1" in ours:
        constants["betas"] = (ours["beta1"], ours["beta2"])
    if "epsilon" in constants:
        constants["eps"] = constants.pop("epsilon")
    if name == "nesterov":
        constants["nesterov"] = True
    return constants


def gradient_sequence(shape: tuple[int, ...]) -> list[torch.Tensor]:
    """Ten gradients: usual ones, then all zero, a tiny one, a large one, and usual ones again."""
    gradients = [numbers(f"gradient {shape} {step}", shape) for step in range(STEPS)]
    gradients[4] = torch.zeros(shape, dtype=torch.float64)
    gradients[5] = exact((gradients[5] * 1e-6).flatten().tolist(), shape)
    gradients[7] = exact((gradients[7] * 50).flatten().tolist(), shape)
    return gradients


def cases(name: str) -> Iterator[dict]:
    kind, settings = OPTIMIZERS[name]
    for shape in [(7,), (2, 3)]:
        start = numbers(f"start {shape}", shape)
        gradients = gradient_sequence(shape)
        for title, rate, constants in settings:
            # A constant rate, and once one that is turned down to a tenth after the third step and up again.
            for rates, suffix in [([rate] * STEPS, ""), ([rate] * 3 + [rate / 10] * 3 + [rate] * 4, ", rate turned")]:
                if suffix and title != "usual":
                    continue
                parameter = start.clone().requires_grad_()
                optimizer = kind([parameter], lr=rate, **torch_constants(name, constants))
                after = []
                for gradient, now in zip(gradients, rates):
                    optimizer.param_groups[0]["lr"] = now
                    parameter.grad = gradient.clone()
                    optimizer.step()
                    after.append(tensor(parameter))
                yield {
                    "optimizer": name,
                    "name": f"{title}{suffix}, {'×'.join(map(str, shape))}",
                    "parameters": constants,
                    "learning_rates": rates,
                    "start": tensor(start),
                    "gradients": [tensor(gradient) for gradient in gradients],
                    "after": after,
                }


ALL: dict[str, Callable[[], Iterator[dict]]] = {
    name: (lambda name=name: cases(name)) for name in OPTIMIZERS
}
