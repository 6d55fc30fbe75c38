"""A workload in PyTorch, eager: the loop that its tutorials teach. With `fused`, its fastest optimizer."""

import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from .measure import steps_per_second
from .pytorch_transformer import Model
from .workloads import BCE, MSE, Workload


def measure(workload: Workload, path: str, kind: str, seconds: float, runs: int) -> dict:
    torch.set_num_threads(1)
    tensors = load_file(path)
    batches = [(tensors[f"x{index}"], tensors[f"y{index}"]) for index in range(workload.batches)]
    start = {name: value for name, value in tensors.items() if "." in name}
    if workload.transformer:
        # A language model's targets, one for each position, as a row.
        batches = [(x, y.flatten()) for x, y in batches]
    loss_of = {BCE: F.binary_cross_entropy_with_logits, MSE: F.mse_loss}.get(workload.loss, F.cross_entropy)

    def steps(count: int, losses: list[float] | None = None) -> int:
        if workload.transformer:
            model = Model(workload.transformer, start)
        else:
            model = sequential(workload)
            model.load_state_dict(start)
        kinds = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
        optimizer_of = kinds.get(workload.optimizer, torch.optim.SGD)
        options = {"fused": True} if kind == "fused" else {}
        if workload.optimizer == "momentum":
            options["momentum"] = 0.9
        optimizer = optimizer_of(model.parameters(), lr=workload.learning_rate, **options)
        for index in range(count):
            x, y = batches[index % len(batches)]
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
            if losses is not None:
                losses.append(loss.item())
        return count

    first: list[float] = []
    steps(10, first)
    return {
        "version": torch.__version__,
        "runs": steps_per_second(steps, seconds, runs),
        "firstLosses": first,
        "sgemm": gigaflops(),
    }


def sequential(workload: Workload) -> torch.nn.Sequential:
    activation = torch.nn.Tanh if workload.activation == "tanh" else torch.nn.ReLU
    if workload.recurrence:
        kind = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[workload.recurrence]
        units = workload.sizes[0]
        return torch.nn.Sequential(last_state_of(kind)(1, units, batch_first=True), torch.nn.Linear(units, 1))
    layers: list[torch.nn.Module] = []
    for layer in workload.convolutions:
        convolution = torch.nn.Conv2d(layer.inputs, layer.outputs, layer.size, padding=layer.padding)
        layers += [convolution, activation(), torch.nn.MaxPool2d(2)]
    if workload.convolutions:
        layers += [torch.nn.Flatten()]
    for inputs, outputs in zip(workload.sizes, workload.sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), activation()]
    return torch.nn.Sequential(*layers[:-1])


def last_state_of(kind: type) -> type:
    """torch.nn's recurrent layer as one that gives the state after the last time step, and nothing else."""

    class LastState(kind):
        def forward(self, sequences):
            return super().forward(sequences)[0][:, -1]

    return LastState


def gigaflops() -> float:
    """Speed of a 1024×1024 product on this core, to compare machines by."""
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    best = float("inf")
    for _ in range(8):
        began = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - began)
    return 2 * 1024**3 / best / 1e9
