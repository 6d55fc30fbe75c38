"""What torch.nn.functional.conv2d makes of pictures with the named kernels, and how pictures are scaled down.

The kernels stand here a second time, written out, so that a slip in the program's own list is noticed.
"""

from collections.abc import Callable, Iterator

import torch

from .document import numbers, shortest, tensor

KERNELS = {
    "sobel-vertical": [-1, 0, 1, -2, 0, 2, -1, 0, 1],
    "sobel-horizontal": [-1, -2, -1, 0, 0, 0, 1, 2, 1],
    "prewitt-vertical": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
    "prewitt-horizontal": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
    "laplacian": [0, 1, 0, 1, -4, 1, 0, 1, 0],
    "blur": [1 / 9] * 9,
    "gaussian": [1 / 16, 2 / 16, 1 / 16, 2 / 16, 4 / 16, 2 / 16, 1 / 16, 2 / 16, 1 / 16],
    "sharpen": [0, -1, 0, -1, 5, -1, 0, -1, 0],
    "emboss": [-2, -1, 0, -1, 1, 1, 0, 1, 2],
    "identity": [0, 0, 0, 0, 1, 0, 0, 0, 0],
}


def image_filters() -> Iterator[dict]:
    for name, kernel in KERNELS.items():
        x = numbers(name, (2, 1, 5, 7))
        weight = torch.tensor(kernel, dtype=torch.float64).reshape(1, 1, 3, 3)
        yield {"name": name, "x": tensor(x), "output": tensor(torch.nn.functional.conv2d(x, weight))}


def square(picture: torch.Tensor, side: int) -> torch.Tensor:
    """The square in the middle, each new pixel the mean of the area that it covers: overlaps times values."""
    length = min(picture.shape)
    top, left = ((size - length) // 2 for size in picture.shape)
    middle = picture[top:top + length, left:left + length]
    edges = torch.arange(side, dtype=torch.float64) * length / side
    old = torch.arange(length, dtype=torch.float64)
    overlap = (torch.minimum(edges[:, None] + length / side, old + 1) - torch.maximum(edges[:, None], old)).clamp(min=0)
    weights = overlap * side / length
    return weights @ middle @ weights.T


def scaled_pictures() -> Iterator[dict]:
    for height, width, side in [(12, 12, 4), (9, 14, 4), (10, 7, 8), (5, 5, 5), (3, 4, 8), (16, 11, 7)]:
        name = f"{height}x{width} to {side}"
        x = numbers(name, (height, width)).abs()
        result = square(x, side)
        if height == width and height % side == 0:
            known = torch.nn.functional.avg_pool2d(x[None, None], height // side)[0, 0]
            assert torch.allclose(result, known, atol=1e-12)
        yield {"name": name, "side": side, "x": tensor(x), "output": tensor(result)}


def learned_filter() -> Iterator[dict]:
    """One kernel learns sobel-vertical on one picture by gradient descent on the mean squared error."""
    x = numbers("picture", (1, 1, 8, 8)).abs()
    target = torch.nn.functional.conv2d(x, torch.tensor(KERNELS["sobel-vertical"], dtype=torch.float64).reshape(1, 1, 3, 3))
    kernel = numbers("kernel", (1, 1, 3, 3), 0.3)
    bias = torch.zeros(1, dtype=torch.float64)
    start = kernel.clone()
    losses, rate = [], 0.05
    parameters = [kernel.requires_grad_(), bias.requires_grad_()]
    for _ in range(20):
        output = torch.nn.functional.conv2d(x, kernel, bias)
        loss = torch.nn.functional.mse_loss(output, target)
        losses.append(shortest(loss.item()))
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                parameter -= rate * gradient
    output = torch.nn.functional.conv2d(x, kernel, bias)
    explained = 1 - (output - target).square().sum() / (target - target.mean()).square().sum()
    yield {"name": "sobel-vertical", "rate": rate, "x": tensor(x), "kernel": tensor(start), "losses": losses,
           "learned": tensor(kernel), "r_squared": shortest(explained.item())}


ALL: dict[str, Callable[[], Iterator[dict]]] = {"image_filters": image_filters, "scaled_pictures": scaled_pictures}
STEPPING: dict[str, Callable[[], Iterator[dict]]] = {"learned_filter": learned_filter}
