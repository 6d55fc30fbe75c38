"""Operations, losses and penalties: output and every gradient for a fixed upstream gradient.

To add one, write a function that yields cases; its name is the file's name.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence

import torch
import torch.nn.functional as F

from .document import exact, numbers, tensor

ALL: dict[str, Callable[[], Iterator[dict]]] = {}


def operation(function: Callable[[], Iterator[dict]]) -> Callable[[], Iterator[dict]]:
    ALL[function.__name__] = function
    return function


def case(
    operation: str,
    name: str,
    function: Callable[..., torch.Tensor],
    inputs: dict[str, torch.Tensor],
    parameters: dict | None = None,
    constant: Sequence[str] = (),
) -> dict:
    """Runs one case. `constant` names the inputs that are not differentiated."""
    leaves = {key: value.clone().requires_grad_(key not in constant) for key, value in inputs.items()}
    output = function(*leaves.values())
    upstream = numbers(f"upstream of {operation} {name}", output.shape)
    if output.requires_grad:
        output.backward(upstream)
    return {
        "operation": operation,
        "name": name,
        "parameters": parameters or {},
        "inputs": [tensor(value, key) for key, value in inputs.items()],
        "upstream": tensor(upstream),
        "output": tensor(output),
        "gradients": [None if key in constant else tensor(leaf.grad) for key, leaf in leaves.items()],
    }


def shape_name(*shapes: Sequence[int]) -> str:
    return ", ".join("×".join(str(size) for size in shape) for shape in shapes)


# ---- Products and sums ----


@operation
def affine() -> Iterator[dict]:
    rows = [(1, 1, 1), (1, 3, 2), (2, 3, 4), (5, 7, 3), (17, 9, 11)]
    sequences = [(1, 2, 3, 2), (2, 5, 8, 16), (3, 4, 7, 5)]
    for *batch, inputs, outputs in rows + sequences:
        shapes = [(*batch, inputs), (inputs, outputs), (outputs,)]
        name = shape_name(*shapes)
        values = {key: numbers(f"affine {name} {key}", s) for key, s in zip(["x", "weight", "bias"], shapes)}
        yield case("affine", name, lambda x, w, b: x @ w + b, values)


@operation
def matmul() -> Iterator[dict]:
    for rows, inner, columns in [(1, 1, 1), (1, 3, 2), (2, 3, 4), (5, 7, 3), (17, 9, 11)]:
        shapes = [(rows, inner), (inner, columns)]
        name = shape_name(*shapes)
        values = {key: numbers(f"matmul {name} {key}", s) for key, s in zip(["a", "b"], shapes)}
        yield case("matmul", name, torch.matmul, values)


# The second of each pair is spread over the first's leading axes, or the other way round; or they are the same.
PAIRS = [
    [(1,), (1,)],
    [(3, 5), (3, 5)],
    [(2, 3, 4), (2, 3, 4)],
    [(1, 3), (3,)],
    [(5, 7), (7,)],
    [(7,), (5, 7)],
    [(5, 7), (5, 1)],
    [(2, 3, 4), (4,)],
]


def pairs(name: str, function: Callable[..., torch.Tensor]) -> Iterator[dict]:
    for shapes in PAIRS:
        title = shape_name(*shapes)
        values = {key: numbers(f"{name} {title} {key}", s) for key, s in zip(["a", "b"], shapes)}
        yield case(name, title, function, values)


@operation
def add() -> Iterator[dict]:
    yield from pairs("add", torch.add)


@operation
def subtract() -> Iterator[dict]:
    yield from pairs("subtract", torch.sub)


@operation
def multiply() -> Iterator[dict]:
    yield from pairs("multiply", torch.mul)


# ---- Images ----

# (batch, in channels, height, width), (kernels, height, width), stride, padding
CONVOLUTIONS = [
    ((1, 1, 1, 1), (1, 1, 1), 1, 0),
    ((1, 1, 3, 3), (1, 3, 3), 1, 0),
    ((2, 1, 8, 8), (8, 3, 3), 1, 1),
    ((2, 3, 5, 7), (2, 3, 3), 1, 1),
    ((1, 2, 7, 5), (3, 2, 3), 1, 0),
    ((3, 2, 6, 6), (4, 2, 2), 2, 0),
    ((2, 2, 7, 9), (3, 3, 3), 2, 1),
    ((1, 3, 9, 8), (2, 5, 5), 3, 2),
    ((2, 1, 11, 10), (5, 5, 5), 1, 2),
    ((1, 4, 4, 4), (16, 3, 3), 1, 1),
    ((1, 2, 5, 6), (2, 1, 1), 2, 1),
    ((2, 2, 6, 5), (1, 4, 1), 3, 2),
    ((1, 3, 5, 5), (6, 5, 5), 1, 0),
    ((1, 1, 28, 28), (6, 5, 5), 1, 2),
]


@operation
def convolution() -> Iterator[dict]:
    for image, (kernels, height, width), stride, padding in CONVOLUTIONS:
        shapes = [image, (kernels, image[1], height, width), (kernels,)]
        title = f"{shape_name(*shapes)}, stride {stride}, padding {padding}"
        values = {key: numbers(f"convolution {title} {key}", s) for key, s in zip(["x", "kernel", "bias"], shapes)}
        function = lambda x, k, b: F.conv2d(x, k, b, stride=stride, padding=padding)
        yield case("convolution", title, function, values, {"stride": stride, "padding": padding})


# (batch, channels, height, width), window, stride, padding
POOLINGS = [
    ((1, 1, 1, 1), (1, 1), 1, 0),
    ((2, 3, 4, 4), (2, 2), 2, 0),
    ((1, 2, 5, 7), (2, 2), 2, 0),
    ((2, 2, 7, 6), (3, 3), 2, 1),
    ((1, 2, 6, 6), (3, 3), 1, 0),
    ((1, 1, 8, 5), (3, 2), 3, 1),
    ((2, 1, 5, 5), (5, 5), 5, 0),
    ((1, 2, 28, 28), (2, 2), 2, 0),
]


def pooling(name: str, function: Callable[..., torch.Tensor]) -> Iterator[dict]:
    for image, (height, width), stride, padding in POOLINGS:
        title = f"{shape_name(image)}, window {height}×{width}, stride {stride}, padding {padding}"
        values = {"x": numbers(f"{name} {title}", image)}
        parameters = {"height": height, "width": width, "stride": stride, "padding": padding}
        pool = lambda x: function(x, (height, width), stride=stride, padding=padding)
        yield case(name, title, pool, values, parameters)


@operation
def maximum_pool() -> Iterator[dict]:
    yield from pooling("maximum_pool", F.max_pool2d)
    # Of equals the first wins, also where windows overlap.
    for values, stride in [([1, 1, 0, 0, 2, 2, 2, 0, 2, 2, 2, 1, 0, 0, 1, 1], 2), ([0.5] * 16, 1)]:
        title = f"equals {stride}"
        parameters = {"height": 2, "width": 2, "stride": stride, "padding": 0}
        pool = lambda x: F.max_pool2d(x, 2, stride=stride)
        yield case("maximum_pool", title, pool, {"x": exact(values, (1, 1, 4, 4))}, parameters)


@operation
def average_pool() -> Iterator[dict]:
    yield from pooling("average_pool", F.avg_pool2d)


@operation
def flatten() -> Iterator[dict]:
    for shape in [(1, 1), (2, 3, 4), (3, 2, 2, 5), (1, 4, 3, 3)]:
        title = shape_name(shape)
        yield case("flatten", title, lambda x: x.flatten(1), {"x": numbers(f"flatten {title}", shape)})


# (batch, channels, height, width) or (batch, channels)
CHANNELED = [(1, 1, 1, 2), (2, 1, 3, 3), (3, 4, 2, 5), (2, 3, 8, 8), (5, 1), (4, 3), (17, 9), (1, 6, 5, 5)]


def channels(name: str, vectors: Sequence[str], function: Callable[..., torch.Tensor]) -> Iterator[dict]:
    """Cases with x and some vectors of one number for each channel."""
    for shape in CHANNELED:
        shapes = [shape] + [(shape[1],) for _ in vectors]
        title = shape_name(*shapes)
        values = {key: numbers(f"{name} {title} {key}", s) for key, s in zip(["x", *vectors], shapes)}
        if "variance" in values:
            values["variance"] = values["variance"].abs()
        yield case(name, title, function, values)


def all_but_channels(x: torch.Tensor) -> list[int]:
    return [axis for axis in range(x.dim()) if axis != 1]


def by_channel(vector: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return vector.reshape([-1 if axis == 1 else 1 for axis in range(x.dim())])


@operation
def channel_mean() -> Iterator[dict]:
    yield from channels("channel_mean", [], lambda x: x.mean(all_but_channels(x)))


@operation
def channel_variance() -> Iterator[dict]:
    yield from channels(
        "channel_variance", ["mean"], lambda x, mean: (x - by_channel(mean, x)).square().mean(all_but_channels(x))
    )


@operation
def normalize() -> Iterator[dict]:
    # With given statistics, as evaluation does it; gradients of these by hand, since F.batch_norm gives none.
    def function(x: torch.Tensor, mean: torch.Tensor, variance: torch.Tensor) -> torch.Tensor:
        y = (x - by_channel(mean, x)) / (by_channel(variance, x) + 1e-5).sqrt()
        with torch.no_grad():
            torch.testing.assert_close(y, F.batch_norm(x, mean, variance, eps=1e-5))
        return y

    yield from channels("normalize", ["mean", "variance"], function)


@operation
def scale_and_shift() -> Iterator[dict]:
    yield from channels(
        "scale_and_shift", ["gamma", "beta"], lambda x, gamma, beta: by_channel(gamma, x) * x + by_channel(beta, x)
    )


@operation
def multiply_maps() -> Iterator[dict]:
    for shape in [(1, 1, 1, 1), (2, 3, 2, 2), (3, 4, 5, 3), (1, 2, 8, 8)]:
        shapes = [shape, shape[:2]]
        title = shape_name(*shapes)
        values = {key: numbers(f"multiply_maps {title} {key}", s) for key, s in zip(["x", "factors"], shapes)}
        yield case("multiply_maps", title, lambda x, f: x * f[:, :, None, None], values)


# ---- Columns ----


@operation
def select_columns() -> Iterator[dict]:
    for shape, first, end in [((1, 1), 0, 1), ((3, 5), 0, 1), ((3, 5), 4, 5), ((4, 7), 2, 5)]:
        title = f"{shape_name(shape)} from {first} to {end}"
        values = {"x": numbers(f"select_columns {title}", shape)}
        yield case("select_columns", title, lambda x: x[:, first:end], values, {"first": first, "end": end})


@operation
def join_columns() -> Iterator[dict]:
    for shapes in [[(1, 1)], [(3, 2), (3, 2)], [(4, 1), (4, 3), (4, 2)]]:
        title = shape_name(*shapes)
        values = {f"x{index}": numbers(f"join_columns {title} {index}", s) for index, s in enumerate(shapes, start=1)}
        function = lambda *tensors: torch.cat(tensors, dim=1)
        yield case("join_columns", title, function, values, {"count": len(shapes)})


@operation
def reverse_columns() -> Iterator[dict]:
    for shape in [(1, 1), (3, 2), (4, 5), (1, 6)]:
        title = shape_name(shape)
        values = {"x": numbers(f"reverse_columns {title}", shape)}
        yield case("reverse_columns", title, lambda x: x.flip(1), values)


# ---- Sequences ----


@operation
def by_time() -> Iterator[dict]:
    for shape in [(1, 1, 1), (1, 5, 2), (3, 4, 1), (4, 3, 5)]:
        title = shape_name(shape)
        values = {"x": numbers(f"by_time {title}", shape)}
        yield case("by_time", title, lambda x: x.transpose(0, 1).reshape(-1, shape[2]), values)


@operation
def state_transfer() -> Iterator[dict]:
    for batch, steps, step, units, sums in [(1, 1, 0, 1, 1), (3, 4, 2, 2, 2), (2, 3, 0, 3, 12), (5, 2, 1, 17, 33)]:
        title = f"{batch}×{units} to {sums}, step {step} of {steps}"
        shapes = {"x": (steps * batch, sums), "h": (batch, units), "W": (units, sums), "b": (sums,)}
        values = {key: numbers(f"state_transfer {title} {key}", shape) for key, shape in shapes.items()}
        function = lambda x, h, w, b: x[step * batch : (step + 1) * batch] + h @ w + b
        yield case("state_transfer", title, function, values, {"step": step})


@operation
def gate() -> Iterator[dict]:
    functions = [torch.sigmoid, torch.tanh, lambda x: x]
    for kind, shapes, blocks in [
        (0, [(1, 1)], [(0, 0, 1, 1)]),
        (0, [(4, 6)], [(1, 2, 2, 3)]),
        (1, [(5, 9)], [(0, 6, 5, 3)]),
        (2, [(3, 7)], [(0, 6, 3, 1)]),
        (0, [(2, 6), (8, 6)], [(0, 2, 2, 2), (4, 2, 2, 2)]),
        (1, [(3, 17), (6, 40)], [(0, 0, 3, 17), (3, 20, 3, 17)]),
    ]:
        title = f"{['sigmoid', 'tanh', 'identity'][kind]} of {shape_name(*shapes)} at {blocks}"
        values = {name: numbers(f"gate {title} {name}", shape) for name, shape in zip("ab", shapes)}
        parameters = {"function": kind, "rows": blocks[0][2], "columns": blocks[0][3]}
        for index, (row, column, _, _) in enumerate(blocks):
            parameters |= {f"row{index}": row, f"column{index}": column}
        function = lambda *tensors: functions[kind](
            sum(x[r : r + h, c : c + w] for x, (r, c, h, w) in zip(tensors, blocks))
        )
        yield case("gate", title, function, values, parameters)


@operation
def sum_of_products() -> Iterator[dict]:
    for shape in [(1, 1), (3, 7), (2, 33), (16, 64)]:
        title = shape_name(shape)
        values = {key: numbers(f"sum_of_products {title} {key}", shape) for key in "abcd"}
        yield case("sum_of_products", title, lambda a, b, c, d: a * b + c * d, values)


@operation
def interpolate() -> Iterator[dict]:
    for shape in [(1, 1), (3, 7), (2, 33), (5,)]:
        title = shape_name(shape)
        values = {key: numbers(f"interpolate {title} {key}", shape) for key in "abz"}
        yield case("interpolate", title, lambda a, b, z: (1 - z) * a + z * b, values)


@operation
def join_steps() -> Iterator[dict]:
    for count, shape in [(1, (1, 1)), (3, (2, 4)), (5, (3, 1)), (2, (4, 9))]:
        title = f"{count} of {shape_name(shape)}"
        values = {f"h{index}": numbers(f"join_steps {title} {index}", shape) for index in range(count)}
        yield case("join_steps", title, lambda *steps: torch.stack(steps, dim=1), values, {"count": count})


# ---- Tokens and attention ----


def drawn(seed: str, shape: Sequence[int], largest: int) -> torch.Tensor:
    """Tokens from 1 on, each sequence with padding (0) at its end; the first has none."""
    chance = random.Random(seed)
    rows = []
    for row in range(shape[0]):
        length = shape[1] if row == 0 else chance.randint(1, shape[1])
        rows += [chance.randint(1, largest) for _ in range(length)] + [0] * (shape[1] - length)
    return exact(rows, shape)


@operation
def select_tokens() -> Iterator[dict]:
    for shape, first, count in [((1, 1), 0, 1), ((3, 5), 0, 2), ((3, 5), 3, 2), ((2, 9), 4, 5)]:
        title = f"{shape_name(shape)} from {first}, {count}"
        values = {"features": drawn(f"select_tokens {title}", shape, 9)}
        parameters = {"first": first, "count": count}
        function = lambda x: x[:, first : first + count]
        yield case("select_tokens", title, function, values, parameters, constant=["features"])


@operation
def embedding() -> Iterator[dict]:
    for shape, vocabulary, width in [((1, 1), 1, 1), ((2, 5), 4, 3), ((3, 16), 9, 8), ((4, 7), 40, 17)]:
        title = f"{shape_name(shape)} of {vocabulary}×{width}"
        table = numbers(f"embedding {title}", (vocabulary, width))
        values = {"tokens": drawn(f"embedding {title}", shape, max(vocabulary - 1, 1)) % vocabulary, "table": table}
        function = lambda tokens, table: F.embedding(tokens.to(torch.int64), table)
        yield case("embedding", title, function, values, constant=["tokens"])


@operation
def sinusoidal_positions() -> Iterator[dict]:
    """As The Annotated Transformer writes it, by exp and log."""
    for length, width in [(1, 1), (2, 3), (16, 8), (64, 32), (200, 5)]:
        def function() -> torch.Tensor:
            position = torch.arange(length, dtype=torch.float64)[:, None]
            rate = torch.exp(torch.arange(0, width, 2, dtype=torch.float64) * -(math.log(10000.0) / width))
            table = torch.zeros(length, width, dtype=torch.float64)
            table[:, 0::2] = torch.sin(position * rate)
            table[:, 1::2] = torch.cos(position * rate)[:, : width // 2]
            return table

        yield case("sinusoidal_positions", f"{length}×{width}", function, {}, {"length": length, "width": width})


def by_head(x: torch.Tensor, heads: int) -> torch.Tensor:
    """[batch, positions, width] to [batch, heads, positions, width / heads]."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


# batch, heads, queries, keys, columns of a head
HEADS = [
    (1, 1, 1, 1, 1), (2, 1, 3, 2, 3), (2, 4, 5, 7, 2), (3, 2, 16, 16, 8), (1, 3, 9, 11, 5), (1, 2, 17, 33, 16),
    (2, 2, 1, 6, 4), (1, 2, 24, 20, 9),
]


@operation
def attention_scores() -> Iterator[dict]:
    for batch, heads, queries, keys, size in HEADS:
        shapes = [(batch, queries, heads * size), (batch, keys, heads * size)]
        title = f"{shape_name(*shapes)}, heads {heads}"
        values = {key: numbers(f"attention_scores {title} {key}", s) for key, s in zip("QK", shapes)}
        function = lambda q, k: by_head(q, heads) @ by_head(k, heads).mT
        yield case("attention_scores", title, function, values, {"heads": heads})


@operation
def scale() -> Iterator[dict]:
    for shape, size in [((1,), 1), ((3, 5), 2), ((2, 2, 3, 3), 8), ((33,), 32)]:
        title = f"{shape_name(shape)} by 1/√{size}"
        function = lambda x: x / math.sqrt(size)
        yield case("scale", title, function, {"x": numbers(f"scale {title}", shape)}, {"size": size})


@operation
def causal_mask() -> Iterator[dict]:
    for shape in [(1, 1), (4, 4), (2, 3, 5, 5), (1, 1, 17, 17)]:
        title = shape_name(shape)
        later = torch.ones(shape[-2:]).triu(1).to(torch.bool)
        function = lambda x: x.masked_fill(later, -1e9)
        yield case("causal_mask", title, function, {"x": numbers(f"causal_mask {title}", shape)})


@operation
def padding_mask() -> Iterator[dict]:
    for shape in [(1, 1, 1, 1), (3, 2, 4, 5), (2, 4, 16, 16), (4, 1, 3, 17)]:
        title = shape_name(shape)
        tokens = drawn(f"padding_mask {title}", (shape[0], shape[3]), 9)
        values = {"x": numbers(f"padding_mask {title}", shape), "tokens": tokens}
        function = lambda x, tokens: x.masked_fill(tokens[:, None, None, :] == 0, -1e9)
        yield case("padding_mask", title, function, values, constant=["tokens"])


@operation
def weighted_values() -> Iterator[dict]:
    for batch, heads, queries, keys, size in HEADS:
        shapes = [(batch, heads, queries, keys), (batch, keys, heads * size)]
        title = shape_name(*shapes)
        values = {key: numbers(f"weighted_values {title} {key}", s) for key, s in zip("AV", shapes)}
        function = lambda a, v: (a @ by_head(v, heads)).transpose(1, 2).flatten(2)
        yield case("weighted_values", title, function, values, {"heads": heads})


@operation
def layer_normalization() -> Iterator[dict]:
    for shape, epsilon in [((1, 5), 1e-5), ((3, 8), 1e-5), ((2, 3, 32), 1e-5), ((4, 17), 1e-3), ((2, 2, 2, 33), 0.1)]:
        title = f"{shape_name(shape)}, ε {epsilon}"
        function = lambda x: F.layer_norm(x, shape[-1:], eps=epsilon)
        values = {"x": numbers(f"layer_normalization {title}", shape)}
        yield case("layer_normalization", title, function, values, {"epsilon": epsilon})
    # Numbers that are all alike: ε is all that there is to divide by.
    same = {"x": exact([0.75] * 6, (2, 3))}
    function = lambda x: F.layer_norm(x, (3,), eps=1e-5)
    yield case("layer_normalization", "all alike", function, same, {"epsilon": 1e-5})


@operation
def scale_and_shift_rows() -> Iterator[dict]:
    for shape in [(1, 1), (3, 5), (2, 3, 32), (7, 17), (2, 2, 3, 9)]:
        shapes = [shape, shape[-1:], shape[-1:]]
        title = shape_name(*shapes)
        values = {key: numbers(f"scale_and_shift_rows {title} {key}", s) for key, s in zip(["x", "γ", "β"], shapes)}
        yield case("scale_and_shift_rows", title, lambda x, scale, shift: x * scale + shift, values)


@operation
def token_mean() -> Iterator[dict]:
    for shape in [(1, 1, 1), (3, 5, 2), (4, 16, 8), (5, 7, 17)]:
        title = shape_name(shape)
        values = {"x": numbers(f"token_mean {title}", shape), "tokens": drawn(f"token_mean {title}", shape[:2], 9)}

        def function(x: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
            counted = (tokens != 0).to(torch.float64)[..., None]
            return (x * counted).sum(1) / counted.sum(1)

        yield case("token_mean", title, function, values, constant=["tokens"])


@operation
def select_position() -> Iterator[dict]:
    for shape, position in [((1, 1, 1), 0), ((3, 5, 2), 4), ((2, 4, 9), 0), ((2, 7, 17), 3)]:
        title = f"{shape_name(shape)} at {position}"
        values = {"x": numbers(f"select_position {title}", shape)}
        yield case("select_position", title, lambda x: x[:, position], values, {"position": position})


@operation
def transposed_product() -> Iterator[dict]:
    for shape, vocabulary in [((1, 1), 1), ((3, 4), 5), ((2, 3, 8), 7), ((2, 5, 17), 33)]:
        shapes = [shape, (vocabulary, shape[-1])]
        title = shape_name(*shapes)
        values = {key: numbers(f"transposed_product {title} {key}", s) for key, s in zip("xE", shapes)}
        yield case("transposed_product", title, lambda x, e: x @ e.T, values)


# ---- Activations ----

EXTREMES = [-88.0, -20.0, -8.0, -3.0, -1.0, -0.5, -1e-3, 1e-3, 0.5, 1.0, 3.0, 8.0, 20.0, 88.0]


def activation(name: str, function: Callable[..., torch.Tensor], parameters: dict | None = None) -> Iterator[dict]:
    for shape in [(1, 1), (1, 5), (3, 7), (2, 3, 5), (33,)]:
        title = shape_name(shape)
        yield case(name, title, function, {"x": numbers(f"{name} {title}", shape, 2.0)}, parameters)
    yield case(name, "extremes", function, {"x": exact(EXTREMES, (len(EXTREMES),))}, parameters)
    # At a kink the derivative is a convention: ours is PyTorch's (0 for ReLU, the slope for leaky ReLU).
    yield case(name, "at zero", function, {"x": exact([0.0, 0.0, 1.0], (3,))}, parameters)


@operation
def tanh() -> Iterator[dict]:
    yield from activation("tanh", torch.tanh)


@operation
def sigmoid() -> Iterator[dict]:
    yield from activation("sigmoid", torch.sigmoid)


@operation
def relu() -> Iterator[dict]:
    yield from activation("relu", torch.relu)


@operation
def leaky_relu() -> Iterator[dict]:
    yield from activation("leaky_relu", lambda x: F.leaky_relu(x, 0.01), {"slope": 0.01})


@operation
def gelu() -> Iterator[dict]:
    yield from activation("gelu", lambda x: F.gelu(x, approximate="none"))


@operation
def hard_shrink() -> Iterator[dict]:
    for threshold in [0.5, 1.25]:
        parameters = {"threshold": threshold}
        yield from activation("hard_shrink", lambda x: F.hardshrink(x, threshold), parameters)
    # The ends of the dead zone belong to it.
    ends = exact([-0.5, 0.5, 0.501, -0.501], (4,))
    yield case("hard_shrink", "ends", lambda x: F.hardshrink(x, 0.5), {"x": ends}, {"threshold": 0.5})


@operation
def step() -> Iterator[dict]:
    """PyTorch does not differentiate heaviside; x · 0 stands for its derivative, which is 0."""
    zero = torch.zeros((), dtype=torch.float64)
    yield from activation("step", lambda x: torch.heaviside(x.detach(), zero) + x * 0)


@operation
def softmax() -> Iterator[dict]:
    """Over the last axis."""
    for shape in [(1, 1), (1, 2), (5,), (3, 7), (2, 3, 5)]:
        title = shape_name(shape)
        yield case("softmax", title, lambda x: x.softmax(-1), {"x": numbers(f"softmax {title}", shape, 2.0)})
    yield case("softmax", "extremes", lambda x: x.softmax(-1), {"x": exact(EXTREME_LOGITS, (5, 3))})


@operation
def dropout_mask() -> Iterator[dict]:
    """From given random numbers; the 0 lets PyTorch differentiate, as it would for a constant."""
    for rate in [0.0, 0.25, 0.5, 0.9]:
        chance = random.Random(f"dropout {rate}")
        u = exact([round(chance.random(), 3) for _ in range(40)], (8, 5))
        yield case(
            "dropout_mask", f"rate {rate}", lambda u: (u.detach() >= rate).to(torch.float64) / (1 - rate) + u * 0,
            {"u": u}, {"rate": rate})


# ---- Losses: the mean over all elements, or over the samples for classes ----

# Rows: far apart, all large, all very negative, one winner by a little, all the same.
EXTREME_LOGITS = [-88.0, 0.0, 88.0, 88.0, 87.0, 86.0, -88.0, -88.0, -87.5, 20.0, 19.999, -20.0, 3.0, 3.0, 3.0]


def elementwise_loss(name: str, function: Callable[..., torch.Tensor]) -> Iterator[dict]:
    for shape in [(1, 1), (1, 3), (5, 1), (7, 3)]:
        title = shape_name(shape)
        values = {key: numbers(f"{name} {title} {key}", shape) for key in ["prediction", "target"]}
        yield case(name, title, function, values, constant=["target"])
    same = {"prediction": exact([1.5, -2.0, 0.0], (3, 1)), "target": exact([1.5, -2.0, 1.0], (3, 1))}
    yield case(name, "two predictions exact", function, same, constant=["target"])
    far = {"prediction": exact([1e3, -2e3, 1e-3], (3, 1)), "target": exact([-1e3, 5.0, -1e-3], (3, 1))}
    yield case(name, "far apart", function, far, constant=["target"])


@operation
def squared_error() -> Iterator[dict]:
    yield from elementwise_loss("squared_error", F.mse_loss)


@operation
def absolute_error() -> Iterator[dict]:
    yield from elementwise_loss("absolute_error", F.l1_loss)


@operation
def binary_cross_entropy_with_logits() -> Iterator[dict]:
    name = "binary_cross_entropy_with_logits"
    function = F.binary_cross_entropy_with_logits
    for shape in [(1, 1), (5, 1), (7, 3)]:
        title = shape_name(shape)
        logits = numbers(f"{name} {title}", shape, 2.0)
        target = (numbers(f"{name} {title} target", shape) > 0).to(torch.float64)
        yield case(name, title, function, {"logits": logits, "target": target}, constant=["target"])
        soft = numbers(f"{name} {title} soft", shape).sigmoid().mul(100).round() / 100
        soft = exact(soft.flatten().tolist(), shape)
        yield case(name, f"{title}, soft targets", function, {"logits": logits, "target": soft}, constant=["target"])
    def smoothed(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """PyTorch smooths classes only: with two of them, the logits 0 and z."""
        both = torch.cat([torch.zeros_like(logits), logits], dim=1)
        return F.cross_entropy(both, target.flatten().to(torch.int64), label_smoothing=0.1)

    logits, target = numbers(f"{name} smoothed", (6, 1), 2.0), exact([1, 0, 0, 1, 1, 0], (6, 1))
    values = {"logits": logits, "target": target}
    yield case(name, "6×1, smoothed", smoothed, values, {"smoothing": 0.1}, constant=["target"])
    logits = exact(EXTREMES + EXTREMES, (len(EXTREMES) * 2, 1))
    target = exact([0.0] * len(EXTREMES) + [1.0] * len(EXTREMES), (len(EXTREMES) * 2, 1))
    yield case(name, "extremes", function, {"logits": logits, "target": target}, constant=["target"])


@operation
def softmax_cross_entropy() -> Iterator[dict]:
    """The target holds class indices, one a sample."""
    name = "softmax_cross_entropy"

    def function(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(logits, target.to(torch.int64))

    for batch, classes in [(1, 2), (1, 5), (3, 2), (8, 3), (7, 11)]:
        title = shape_name((batch, classes))
        logits = numbers(f"{name} {title}", (batch, classes), 2.0)
        chosen = random.Random(f"{name} {title} target")
        target = exact([chosen.randrange(classes) for _ in range(batch)], (batch,))
        yield case(name, title, function, {"logits": logits, "target": target}, constant=["target"])
    values = {"logits": exact(EXTREME_LOGITS, (5, 3)), "target": exact([0, 2, 2, 1, 0], (5,))}
    yield case(name, "extremes", function, values, constant=["target"])

    def smoothed(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(logits, target.to(torch.int64), label_smoothing=0.1)

    yield case(name, "extremes, smoothed", smoothed, values, {"smoothing": 0.1}, constant=["target"])
    values = {"logits": numbers(f"{name} smoothed", (8, 3), 2.0), "target": exact([0, 2, 2, 1, 0, 1, 1, 2], (8,))}
    yield case(name, "8×3, smoothed", smoothed, values, {"smoothing": 0.1}, constant=["target"])

    # One class at each position; -1 where nothing is asked.
    def positions(logits: torch.Tensor, target: torch.Tensor, smoothing: float = 0) -> torch.Tensor:
        return F.cross_entropy(
            logits.flatten(0, -2), target.flatten().to(torch.int64), ignore_index=-1, label_smoothing=smoothing)

    for shape, classes in [((1, 3), 2), ((2, 4), 5), ((3, 5), 17), ((6,), 4)]:
        title = shape_name((*shape, classes)) + ", some ignored"
        logits = numbers(f"{name} {title}", (*shape, classes), 2.0)
        chosen = random.Random(f"{name} {title} target")
        count = torch.Size(shape).numel()
        drawn = [0] + [chosen.randrange(-1, classes) for _ in range(count - 2)] + [-1]
        values = {"logits": logits, "target": exact(drawn, shape)}
        yield case(name, title, positions, values, constant=["target"])
        smoothed = lambda logits, target: positions(logits, target, 0.1)
        yield case(name, f"{title}, smoothed", smoothed, values, {"smoothing": 0.1}, constant=["target"])


# ---- Penalties: sums, not means ----


def penalty(name: str, function: Callable[[float], Callable[..., torch.Tensor]]) -> Iterator[dict]:
    for shape, strength in [((1,), 0.1), ((5,), 0.01), ((3, 7), 0.001)]:
        title = f"{shape_name(shape)}, λ {strength}"
        weight = numbers(f"{name} {title}", shape)
        yield case(name, title, function(strength), {"weight": weight}, {"lambda": strength})
    zero = exact([0.0, -1.0, 2.0, 0.0], (4,))
    yield case(name, "some weights are zero", function(0.5), {"weight": zero}, {"lambda": 0.5})


@operation
def l1_penalty() -> Iterator[dict]:
    yield from penalty("l1_penalty", lambda strength: lambda w: strength * w.abs().sum())


@operation
def l2_penalty() -> Iterator[dict]:
    yield from penalty("l2_penalty", lambda strength: lambda w: strength / 2 * w.square().sum())


# ---- Limits on gradients ----


@operation
def norm() -> Iterator[dict]:
    """Of all tensors together, as clip_grad_norm_ takes it."""

    def function(*tensors: torch.Tensor) -> torch.Tensor:
        return torch.cat([tensor.flatten() for tensor in tensors]).norm()

    for shapes in [[(1,)], [(3, 5)], [(3, 5), (5,)], [(7, 3), (3,), (3, 2), (2,)]]:
        title = shape_name(*shapes)
        values = {f"x{index}": numbers(f"norm {title} {index}", s) for index, s in enumerate(shapes, start=1)}
        yield case("norm", title, function, values, {"count": len(shapes)})
    yield case("norm", "all zero", function, {"x1": exact([0, 0, 0], (3,))}, {"count": 1})


@operation
def clip_norm() -> Iterator[dict]:
    """clip_grad_norm_'s arithmetic, which works in place and is not differentiated there."""
    for shape, length, limit in [((1,), 3.0, 1.0), ((3, 5), 12.5, 0.5), ((7,), 0.25, 1.0), ((2, 3), 1.001, 1.0)]:
        title = shape_name(shape) + f" of {length} to {limit}"
        values = {"x": numbers(f"clip_norm {title}", shape), "norm": exact([length], ())}
        # clip_grad_norm_ itself, on a gradient that has exactly this norm.
        parameter = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        parameter.grad = values["x"] / values["x"].norm() * length
        expected = parameter.grad * min(1, limit / (length + 1e-6))
        torch.nn.utils.clip_grad_norm_([parameter], limit)
        assert torch.allclose(parameter.grad, expected, rtol=1e-12, atol=0)
        yield case(
            "clip_norm", title, lambda x, norm: x * torch.clamp(limit / (norm + 1e-6), max=1.0), values,
            {"limit": limit})


@operation
def clip_value() -> Iterator[dict]:
    yield from activation("clip_value", lambda x: x.clamp(-0.8, 0.8), {"limit": 0.8})
