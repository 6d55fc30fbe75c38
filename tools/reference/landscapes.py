"""The loss of a small network as a function of two of its weights, and its gradient, by PyTorch's autograd."""

from collections.abc import Callable, Iterator

import torch

from .document import numbers, shortest, tensor


def loss_of(x: torch.Tensor, target: torch.Tensor, parameters: dict[str, torch.Tensor], l2: float) -> torch.Tensor:
    hidden = torch.tanh(x @ parameters["hidden.weight"] + parameters["hidden.bias"])
    output = hidden @ parameters["output.weight"] + parameters["output.bias"]
    weights = [value for name, value in parameters.items() if name.endswith("weight")]
    # Half of the sum of squares, so that the gradient is l2 · w.
    return ((output - target) ** 2).mean() + l2 / 2 * sum((weight**2).sum() for weight in weights)


def loss_surface() -> Iterator[dict]:
    columns, rows = 8, 6
    for l2, samples in [(0.0, 7), (0.01, 12)]:
        title = f"{samples} samples, L2 {l2}"
        x, target = numbers(f"{title} x", (samples, 2)), numbers(f"{title} target", (samples, 1))
        parameters = {
            "hidden.weight": numbers(f"{title} w1", (2, 3), 0.5),
            "hidden.bias": numbers(f"{title} b1", (3,), 0.2),
            "output.weight": numbers(f"{title} w2", (3, 1), 0.5),
            "output.bias": numbers(f"{title} b2", (1,), 0.2),
        }
        # Cells counted row by row: one weight of each layer.
        across, up = ("hidden.weight", 4), ("output.weight", 1)
        start = {name: value.clone().requires_grad_() for name, value in parameters.items()}
        here = loss_of(x, target, start, l2)
        here.backward()
        # Two wide, around the nearest quarter: a range that the picture chooses for a run that has not begun.
        lows = [round(parameters[name].flatten()[cell].item() / 0.25) * 0.25 - 1 for name, cell in (across, up)]
        grid = []
        for row in range(rows):
            for column in range(columns):
                moved = {name: value.clone() for name, value in parameters.items()}
                moved[across[0]].view(-1)[across[1]] = lows[0] + 2 * (column + 0.5) / columns
                moved[up[0]].view(-1)[up[1]] = lows[1] + 2 * (row + 0.5) / rows
                grid.append(loss_of(x, target, moved, l2))
        yield {
            "name": title,
            "l2": l2,
            "x": tensor(x),
            "target": tensor(target),
            "start": [tensor(value, name) for name, value in parameters.items()],
            "horizontal": {"name": across[0], "cell": across[1], "low": lows[0]},
            "vertical": {"name": up[0], "cell": up[1], "low": lows[1]},
            "loss": shortest(here.item()),
            "gradient": [shortest(start[name].grad.flatten()[cell].item()) for name, cell in (across, up)],
            "losses": tensor(torch.stack(grid).reshape(rows, columns)),
        }


ALL: dict[str, Callable[[], Iterator[dict]]] = {"loss_surface": loss_surface}
