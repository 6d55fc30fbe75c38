"""The standard workloads: models, settings, and the file of weights and batches that everyone starts from.

A file is safetensors. Parameters are named and laid out as in the state_dict of a plain torch.nn.Sequential
("0.weight" [outputs, inputs] or [out channels, in channels, height, width], "0.bias", "2.weight", …: activations,
pooling and flattening take a number of the Sequential too; a recurrent layer's are "0.weight_ih_l0" and so on).
Batches are x0, y0, x1, y1, …, cycled; y is float [batch, 1] for binary cross-entropy and for squared error, and int64
[batch] for classes, [batch, positions] where a language model is asked at every position. A Transformer is no plain
Sequential: its parameters are named and laid out as Backstep has them (transformers.py). The settings stand in the file's
metadata as well.
"""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
from safetensors.numpy import save_file

from .transformers import Transformer


@dataclass(frozen=True)
class Convolution:
    """Square kernels, then the activation and max-pooling over 2×2 windows."""

    inputs: int
    outputs: int
    size: int
    padding: int


@dataclass(frozen=True)
class Workload:
    case: str
    title: str
    sizes: tuple[int, ...]  # of the dense layers
    activation: str  # between the layers: "tanh" or "relu"
    loss: str  # "binary_cross_entropy_with_logits" or "softmax_cross_entropy"
    batch: int
    batches: int
    optimizer: str  # "sgd", "momentum" (0.9), "adam" or "adamw" (0.9, 0.999, 1e-8; decay 0.01)
    learning_rate: float
    image: tuple[int, ...] = ()  # channels, height, width, where convolutions come before the dense layers
    convolutions: tuple[Convolution, ...] = ()
    recurrence: str = ""  # "rnn", "lstm" or "gru", with sizes[0] units; its last state goes to the dense layers
    steps: int = 0  # time steps of one input
    transformer: Transformer | None = None  # in the place of everything else


BCE = "binary_cross_entropy_with_logits"
MSE = "squared_error"
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
WORKLOADS = [
    Workload("W1", "one sigmoid neuron, 2 inputs, batch 1, SGD", (2, 1), "tanh", BCE, 1, 200, "sgd", 0.1),
    Workload("W2a", "2-8-8-1 tanh, batch 10, SGD", (2, 8, 8, 1), "tanh", BCE, 10, 20, "sgd", 0.1),
    Workload("W2b", "2-8-8-1 tanh, batch 200, SGD", (2, 8, 8, 1), "tanh", BCE, 200, 1, "sgd", 0.1),
    Workload(
        "W3", "784-128-64-10 ReLU, batch 64, Adam", (784, 128, 64, 10), "relu", "softmax_cross_entropy",
        64, 16, "adam", 0.001,
    ),
    Workload(
        "W4a", "conv 3×3 ×8, conv 3×3 ×16, dense 10, ReLU, max-pool, 8×8, batch 32, momentum", (64, 10), "relu",
        "softmax_cross_entropy", 32, 20, "momentum", 0.05, (1, 8, 8),
        (Convolution(1, 8, 3, 1), Convolution(8, 16, 3, 1)),
    ),
    Workload(
        "W4b", "LeNet-5 with ReLU and max-pool, 28×28, batch 64, Adam", (400, 120, 84, 10), "relu",
        "softmax_cross_entropy", 64, 10, "adam", 0.001, (1, 28, 28),
        (Convolution(1, 6, 5, 2), Convolution(6, 16, 5, 0)),
    ),
    *(
        Workload(
            case, f"{title} of {units} units, 1 input, 50 steps, MSE at the last, batch 16, SGD", (units, 1), "tanh",
            MSE, 16, 20, "sgd", 0.01, recurrence=kind, steps=50,
        )
        for case, title, kind, units in [
            ("W5a", "tanh RNN", "rnn", 32), ("W5b", "LSTM", "lstm", 64), ("W5c", "GRU", "gru", 64),
        ]
    ),
    Workload(
        "W6a", "encoder block of width 32, 4 heads, feed-forward 64, 16 tokens of 65, batch 16, Adam", (), "gelu",
        "softmax_cross_entropy", 16, 20, "adam", 0.001, transformer=Transformer(1, 32, 4, 64, 16, 65, 10, False),
    ),
    Workload(
        "W6b", "causal language model: 2 blocks of width 128, 4 heads, feed-forward 512, 64 tokens of 65, batch 16, AdamW",
        (), "gelu", "softmax_cross_entropy", 16, 20, "adamw", 0.001,
        transformer=Transformer(2, 128, 4, 512, 64, 65, 65, True),
    ),
]  # fmt: skip


def parameter_names(workload: Workload) -> list[tuple[str, str]]:
    """(weight, bias) for each layer: a convolution with activation and pooling takes three places of the Sequential,
    flattening one, a dense layer with its activation two."""
    if workload.transformer:
        return []
    first = 3 * len(workload.convolutions) + bool(workload.convolutions)
    places = [3 * index for index in range(len(workload.convolutions))]
    if workload.recurrence:
        return [("0.weight_ih_l0", "0.bias_ih_l0"), ("0.weight_hh_l0", "0.bias_hh_l0"), ("1.weight", "1.bias")]
    places += [first + 2 * index for index in range(len(workload.sizes) - 1)]
    return [(f"{place}.weight", f"{place}.bias") for place in places]


def weight_shapes(workload: Workload) -> list[tuple[int, ...]]:
    if workload.transformer:
        return []
    if workload.recurrence:
        units, sums = workload.sizes[0], GATES[workload.recurrence] * workload.sizes[0]
        return [(sums, 1), (sums, units), (1, units)]
    shapes = [(layer.outputs, layer.inputs, layer.size, layer.size) for layer in workload.convolutions]
    return shapes + [(outputs, inputs) for inputs, outputs in zip(workload.sizes, workload.sizes[1:])]


def write(workload: Workload, folder: Path) -> Path:
    """Weights as torch.nn.Linear and Conv2d start them (uniform to 1/√inputs) and batches, from a fixed seed."""
    random = numpy.random.default_rng(7)
    tensors = workload.transformer.parameters(random) if workload.transformer else {}
    for (weight, bias), shape in zip(parameter_names(workload), weight_shapes(workload)):
        # torch.nn.RNN and its kin start everything by the number of units.
        limit = (workload.sizes[0] if workload.recurrence else math.prod(shape[1:])) ** -0.5
        tensors[weight] = random.uniform(-limit, limit, shape).astype(numpy.float32)
        tensors[bias] = random.uniform(-limit, limit, shape[0]).astype(numpy.float32)
    make = {BCE: binary_samples, MSE: sequence_samples}.get(workload.loss, class_samples)
    if workload.transformer:
        x, y = workload.transformer.samples(random, workload.batch * workload.batches)
    else:
        x, y = make(random, workload)
    for index in range(workload.batches):
        rows = slice(index * workload.batch, (index + 1) * workload.batch)
        tensors[f"x{index}"], tensors[f"y{index}"] = x[rows].copy(), y[rows].copy()
    path = folder / f"{workload.case}.safetensors"
    save_file(tensors, path, metadata={key: str(value) for key, value in asdict(workload).items()})
    return path


def binary_samples(random: numpy.random.Generator, workload: Workload) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Points in the plane, mostly told apart by a line (W1) or a circle. One label in ten is wrong, so that the
    weights settle instead of growing for ever, and no number gets so small that arithmetic slows down."""
    count = workload.batch * workload.batches
    x = random.normal(size=(count, 2))
    inside = x[:, 0] + x[:, 1] > 0 if len(workload.sizes) == 2 else (x**2).sum(1) < 1.4
    y = inside ^ (random.random(count) < 0.1)
    return x.astype(numpy.float32), y.astype(numpy.float32).reshape(count, 1)


def class_samples(random: numpy.random.Generator, workload: Workload) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Pictures like MNIST's as far as arithmetic goes: four fifths zeros, the rest in 0…1, ten prototypes."""
    count, classes = workload.batch * workload.batches, workload.sizes[-1]
    inputs = math.prod(workload.image or workload.sizes[:1])
    prototypes = random.random((classes, inputs)) * (random.random((classes, inputs)) < 0.25)
    y = random.integers(0, classes, count)
    kept = random.random((count, inputs)) < 0.75
    x = numpy.clip(prototypes[y] * kept + random.normal(0, 0.05, (count, inputs)) * (prototypes[y] > 0), 0, 1)
    return x.astype(numpy.float32).reshape(count, *(workload.image or (inputs,))), y.astype(numpy.int64)


def sequence_samples(random: numpy.random.Generator, workload: Workload) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Noisy waves of several lengths; what is asked for is the number that would come next."""
    count = workload.batch * workload.batches
    time = numpy.arange(workload.steps + 1)
    phase, length = random.uniform(0, 2 * numpy.pi, (count, 1)), random.uniform(8, 25, (count, 1))
    x = numpy.sin(2 * numpy.pi * time / length + phase) + random.normal(0, 0.1, (count, len(time)))
    x = x.astype(numpy.float32)
    return x[:, :-1, None].copy(), x[:, -1:].copy()
