"""Classic mistakes, made on purpose in PyTorch: what a run with a planted bug computes, and what somebody gets who makes
a mistake in a single number. Weights are [inputs, outputs].

Every mistake is made here in the way that it happens in PyTorch code (gradients that are kept, `maximize=True`, a mean
that is a sum, a function whose own backward is wrong), not by a formula of ours.
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F

from .document import exact, numbers, shortest, tensor
from .training import start_of

SIZES = [3, 5, 4, 2]
RATE = 0.1


class Untransposed(torch.autograd.Function):
    """x @ w whose gradient for x reads w row by row, as outputs × inputs."""

    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x @ w

    @staticmethod
    def backward(ctx, upstream):
        x, w = ctx.saved_tensors
        return upstream @ w.reshape(w.shape[1], w.shape[0]), x.T @ upstream


class FlatTanh(torch.autograd.Function):
    """tanh that passes its gradient on as it is."""

    @staticmethod
    def forward(ctx, x):
        return torch.tanh(x)

    @staticmethod
    def backward(ctx, upstream):
        return upstream


def uncorrected_adam(parameter: torch.Tensor, state: dict, gradient: torch.Tensor) -> None:
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * gradient
    state["v"] = 0.999 * state.get("v", 0) + 0.001 * gradient**2
    parameter -= RATE * state["m"] / (state["v"].sqrt() + 1e-8)


def run(bug: str | None, optimizer: str, x: torch.Tensor, target: torch.Tensor, iterations: int = 4) -> dict:
    start = start_of(SIZES)
    if bug == "zero-weights":
        start = {key: torch.zeros_like(value) for key, value in start.items()}
    parameters = {key: value.clone().requires_grad_() for key, value in start.items()}
    rate = RATE * 100 if bug == "high-rate" else RATE
    options = {"lr": rate, "maximize": bug == "wrong-sign"}
    made = {
        "sgd": lambda: torch.optim.SGD(parameters.values(), **options),
        "momentum": lambda: torch.optim.SGD(parameters.values(), momentum=0.9, **options),
        "adam": lambda: torch.optim.Adam(parameters.values(), **options),
    }[optimizer]()
    states: dict[str, dict] = {key: {} for key in parameters}
    losses = []
    for _ in range(iterations):
        if bug != "kept-gradients":
            made.zero_grad()
        y = torch.tanh(x @ parameters["dense1.weight"] + parameters["dense1.bias"])
        y = y @ parameters["dense2.weight"] + parameters["dense2.bias"]
        y = FlatTanh.apply(y) if bug == "missing-slope" else torch.tanh(y)
        product = Untransposed.apply if bug == "missing-transpose" else torch.matmul
        y = product(y, parameters["dense3.weight"]) + parameters["dense3.bias"]
        loss = F.cross_entropy(y, target.long())
        losses.append(shortest(loss.item()))
        (F.cross_entropy(y, target.long(), reduction="sum") if bug == "missing-mean" else loss).backward()
        if bug == "uncorrected-adam":
            with torch.no_grad():
                for key, value in parameters.items():
                    uncorrected_adam(value, states[key], value.grad)
        else:
            made.step()
    return {
        "bug": bug, "optimizer": optimizer, "rate": shortest(RATE), "sizes": SIZES, "x": tensor(x), "target": tensor(target),
        "start": [tensor(value, key) for key, value in start_of(SIZES).items()], "losses": losses,
        "end": [tensor(value, key) for key, value in parameters.items()],
    }


def masked_attention(bug: str | None, iterations: int = 4) -> dict:
    """Five tokens, one causal attention of two heads, the class told from the mean of all positions."""
    vocabulary, positions, width, heads, batch = 5, 4, 4, 2, 6
    tokens = torch.tensor([[1 + (3 * n + 2 * i + n * i) % (vocabulary - 1) for i in range(positions)] for n in range(batch)])
    target = exact([n % 2 for n in range(batch)], (batch,))
    shapes = {
        "embed.table": (vocabulary, width), "mix.query_weight": (width, width), "mix.query_bias": (width,),
        "mix.key_weight": (width, width), "mix.value_weight": (width, width), "mix.value_bias": (width,),
        "mix.output_weight": (width, width), "mix.output_bias": (width,), "output.weight": (width, 2), "output.bias": (2,),
    }
    start = {name: numbers(f"masked {name}", shape) for name, shape in shapes.items()}
    p = {name: value.clone().requires_grad_() for name, value in start.items()}
    made = torch.optim.SGD(p.values(), lr=RATE)
    hidden = torch.ones(positions, positions, dtype=torch.bool).triu(1)
    losses = []
    for _ in range(iterations):
        made.zero_grad()
        x = p["embed.table"][tokens]

        def split(y: torch.Tensor) -> torch.Tensor:
            return y.view(batch, positions, heads, width // heads).transpose(1, 2)

        q = split(x @ p["mix.query_weight"] + p["mix.query_bias"])
        k = split(x @ p["mix.key_weight"])
        v = split(x @ p["mix.value_weight"] + p["mix.value_bias"])
        scores = q @ k.transpose(2, 3) / (width // heads) ** 0.5
        if bug == "late-mask":
            weights = torch.softmax(scores, 3).masked_fill(hidden, 0)
        else:
            weights = torch.softmax(scores.masked_fill(hidden, -torch.inf), 3)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, positions, width)
        y = (mixed @ p["mix.output_weight"] + p["mix.output_bias"]).mean(1) @ p["output.weight"] + p["output.bias"]
        loss = F.cross_entropy(y, target.long())
        losses.append(shortest(loss.item()))
        loss.backward()
        made.step()
    return {
        "bug": bug, "optimizer": "sgd", "rate": shortest(RATE), "sizes": [], "x": tensor(tokens.to(torch.float64)),
        "target": tensor(target), "start": [tensor(value, name) for name, value in start.items()], "losses": losses,
        "end": [tensor(value, name) for name, value in p.items()], "heads": heads, "vocabulary": vocabulary,
    }


def planted_bugs() -> Iterator[dict]:
    x = numbers("bugs x", (8, 3))
    target = exact((x[:, 0] + x[:, 1] > 0.2).to(torch.float64).tolist(), (8,))
    for bug, optimizer in [
        (None, "sgd"), ("kept-gradients", "sgd"), ("kept-gradients", "momentum"), ("wrong-sign", "sgd"),
        ("wrong-sign", "adam"), ("missing-transpose", "sgd"), ("missing-mean", "sgd"), ("missing-slope", "momentum"),
        ("uncorrected-adam", "adam"), ("zero-weights", "sgd"), ("high-rate", "sgd"),
    ]:
        yield run(bug, optimizer, x, target)
    yield masked_attention(None)
    yield masked_attention("late-mask")


def wrong_numbers() -> Iterator[dict]:
    """One network of two tanh units with a squared error, and one that classifies; a batch of two and of three."""
    x = exact([1, 0.5, -0.5, 1], (2, 2))
    target = exact([1, -0.5], (2, 1))
    w1, b1 = exact([0.6, -0.2, 0.4, 0.8], (2, 2)), exact([0.05, -0.1], (2,))
    w2, b2 = exact([0.5, -1], (2, 1)), exact([0.1], (1,))
    rate = 0.1

    def passed(values: list[torch.Tensor], reduction: str = "mean") -> dict[str, torch.Tensor]:
        a, b, c, d = [value.clone().requires_grad_() for value in values]
        sums = x @ a + b
        hidden = torch.tanh(sums)
        output = hidden @ c + d
        for value in (sums, hidden, output):
            value.retain_grad()
        loss = F.mse_loss(output, target, reduction=reduction)
        loss.backward()
        names = ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]
        return {
            **{f"{name}.gradient": value.grad for name, value in zip(names, (a, b, c, d))},
            "hidden.sum": sums, "hidden.output": hidden, "output.output": output, "loss": loss.reshape(1),
            "hidden.sum.gradient": sums.grad, "hidden.output.gradient": hidden.grad,
            "output.output.gradient": output.grad,
        }

    start = [w1, b1, w2, b2]
    right, summed = passed(start), passed(start, "sum")
    gradients = [right[f"{name}.gradient"] for name in ("hidden.weight", "hidden.bias", "output.weight", "output.bias")]
    after = [value - rate * gradient for value, gradient in zip(start, gradients)]
    later = passed(after)
    hidden, sums = right["hidden.output"], right["hidden.sum"]
    arriving = right["hidden.output.gradient"]

    def entry(mistake: str, value: str, cell: int, number: torch.Tensor, optimizer: str = "sgd", iteration: int = 0) -> dict:
        return {
            "mistake": mistake, "value": value, "cell": cell, "number": shortest(number.detach().flatten()[cell if number.numel() > 1 else 0].item()),
            "optimizer": optimizer, "iteration": iteration,
        }

    g = gradients[0]
    adam = 0.1 * g, 0.001 * g**2
    entries = [
        entry("missing-activation", "hidden.output", 0, sums),
        entry("missing-derivative", "hidden.sum.gradient", 1, arriving),
        entry("derivative-at-input", "hidden.sum.gradient", 0, arriving * (1 - sums**2)),
        entry("missing-two", "output.output.gradient", 0, right["output.output.gradient"] / 2),
        entry("missing-mean", "output.output.gradient", 1, summed["output.output.gradient"]),
        entry("missing-mean", "loss", 0, summed["loss"]),
        entry("divided-twice", "loss", 0, right["loss"] / 2),
        entry("added-update", "hidden.weight", 2, w1 + rate * g),
        entry("missing-learning-rate", "hidden.weight", 2, w1 - g),
        entry("only-the-step", "hidden.weight", 2, -rate * g),
        entry("missing-bias-correction", "hidden.weight", 1, w1 - rate * adam[0] / (adam[1].sqrt() + 1e-8), "adam"),
        entry("missing-root", "hidden.weight", 1, w1 - rate * g / (g**2 + 1e-8), "adam"),
        entry("averaged-instead-of-summed", "hidden.weight.gradient", 3, g / 2),
        entry("missing-bias", "hidden.sum", 1, x @ w1),
        entry("transposed-matrix", "hidden.sum", 1, x @ w1.T + b1),
        entry("updated-weight", "hidden.output.gradient", 2, right["output.output.gradient"] @ after[2].T),
        entry("earlier-weight", "output.output", 0, later["hidden.output"] @ w2 + b2, iteration=1),
        entry("opposite-sign", "output.output.gradient", 0, -right["output.output.gradient"]),
        entry("added-factors", "hidden.output.gradient", 0, right["output.output.gradient"][0, 0] + w2[0, 0]),
        entry("missing-factor", "hidden.output.gradient", 1, right["output.output.gradient"][0, 0]),
        entry("step-too-far", "hidden.sum", 3, hidden),
        entry("carried-mistake", "hidden.weight.gradient", 0, x.T @ arriving),
        entry("carried-mistake", "output.weight.gradient", 1, sums.T @ right["output.output.gradient"]),
        entry("missing-term", "hidden.weight.gradient", 0, x[1, 0] * right["hidden.sum.gradient"][1, 0]),
        entry("other-cell", "hidden.sum", 1, sums[1, 1]),
    ]
    yield {
        "name": "regression", "loss": "squared-error", "rate": rate, "x": tensor(x), "target": tensor(target),
        "start": [tensor(value, name) for name, value in zip(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], start)],
        "entries": entries,
    }

    x = numbers("mistakes x", (3, 2))
    target = exact([2, 0, 1], (3,))
    w1, b1, w2, b2 = numbers("w1", (2, 2)), numbers("b1", (2,)), numbers("w2", (2, 3)), numbers("b2", (3,))
    logits = torch.tanh(x @ w1 + b1) @ w2 + b2
    p = torch.softmax(logits, 1)
    loss = F.cross_entropy(logits, target.long())
    yield {
        "name": "classification", "loss": "softmax-cross-entropy", "rate": rate, "x": tensor(x), "target": tensor(target),
        "start": [tensor(value, name) for name, value in zip(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], [w1, b1, w2, b2])],
        "entries": [
            entry("unnormalized-softmax", "probabilities", 4, torch.exp(logits)),
            entry("wrong-logarithm", "loss", 0, F.nll_loss(torch.log10(p), target.long())),
            entry("wrong-probability", "loss", 0, F.nll_loss(torch.log(1 - p), target.long())),
            entry("wrong-probability", "loss", 0, F.nll_loss(torch.log(p), (target.long() + 1) % 3)),
        ],
    }


def wrong_image_numbers() -> Iterator[dict]:
    """A convolution with stride and padding, both poolings and a dense layer."""
    x, target = numbers("image mistakes x", (2, 1, 5, 5)), numbers("image mistakes target", (2, 1))
    names = ["conv.kernel", "conv.bias", "output.weight", "output.bias"]
    shapes = [(2, 1, 3, 3), (2,), (2, 1), (1,)]
    kernel, bias, w, b = (numbers(f"image mistakes {name}", shape) for name, shape in zip(names, shapes))
    maps = F.conv2d(x, kernel, bias, stride=2, padding=1).requires_grad_()
    largest = F.max_pool2d(maps, 2, stride=1)
    mean = F.avg_pool2d(largest, 2)
    loss = F.mse_loss(mean.flatten(1) @ w + b, target)
    to_largest, to_mean = torch.autograd.grad(loss, [largest, mean])
    summed = F.avg_pool2d(maps, 2, stride=1) * 4
    (to_all,) = torch.autograd.grad(summed, maps, to_largest)

    def entry(mistake: str, value: str, cell: int, number: torch.Tensor) -> dict:
        return {
            "mistake": mistake, "value": value, "cell": cell, "number": shortest(number.item()), "optimizer": "sgd",
            "iteration": 0,
        }

    yield {
        "name": "images", "loss": "squared-error", "rate": 0.1, "x": tensor(x), "target": tensor(target),
        "start": [tensor(value, name) for name, value in zip(names, [kernel, bias, w, b])],
        "layers": [
            {"type": "convolution", "name": "conv", "settings": {"kernels": "2", "stride": "2", "padding": "1"}},
            {"type": "pooling", "name": "largest", "settings": {"size": "2", "stride": "1"}},
            {"type": "pooling", "name": "mean", "settings": {"kind": "average", "size": "2"}},
            {"type": "dense", "name": "output", "settings": {"units": "1"}},
        ],
        # Maps are 3×3: cell 4 is the middle of the first, cell 1 the middle of its upper row.
        "entries": [
            entry("flipped-kernel", "conv.output", 4, F.conv2d(x, kernel.flip(2, 3), bias, stride=2, padding=1)[0, 0, 1, 1]),
            entry("missing-padding", "conv.output", 1, F.conv2d(x, kernel, bias, stride=2)[0, 0, 0, 1]),
            entry("ignored-stride", "conv.output", 4, F.conv2d(x, kernel, bias, padding=1)[0, 0, 1, 1]),
            entry("missing-bias", "conv.output", 4, F.conv2d(x, kernel, stride=2, padding=1)[0, 0, 1, 1]),
            entry("gradient-to-all", "conv.output.gradient", 4, to_all[0, 0, 1, 1]),
            entry("missing-window-share", "mean.output", 1, F.avg_pool2d(largest, 2, divisor_override=1)[0, 1, 0, 0]),
            entry("missing-window-share", "largest.output.gradient", 2, to_mean[0, 0, 0, 0]),
        ],
    }


def leaked_standardization() -> Iterator[dict]:
    raw = numbers("leak raw", (12, 3), spread=4.0)
    yield {"raw": tensor(raw), "standardized": tensor((raw - raw.mean(0)) / raw.std(0, unbiased=False))}


STEPPING: dict[str, Callable[[], Iterator[dict]]] = {
    "planted_bugs": planted_bugs, "leaked_standardization": leaked_standardization,
}
LESSONS: dict[str, Callable[[], Iterator[dict]]] = {
    "wrong_numbers": wrong_numbers, "wrong_image_numbers": wrong_image_numbers,
}
