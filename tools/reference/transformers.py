"""Blocks of a Transformer, as torch.nn has them: the loss and every gradient, by PyTorch's autograd."""

import random
from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F

from .document import numbers, tensor

WIDTH, HEADS, FEED_FORWARD = 6, 2, 5


class Places:
    """Where our parameters stand among PyTorch's: name, tensor, and which part of it; weights are transposed."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, torch.nn.Parameter, slice]] = []

    def add(self, name: str, parameter: torch.nn.Parameter, part: slice = slice(None)) -> None:
        self.parts.append((name, parameter, part))

    def attention(self, prefix: str, module: torch.nn.MultiheadAttention) -> None:
        for index, name in enumerate(["query", "key", "value"]):
            part = slice(index * WIDTH, (index + 1) * WIDTH)
            self.add(f"{prefix}{name}_weight", module.in_proj_weight, part)
            # A bias of the keys changes nothing; ours have none.
            if name != "key":
                self.add(f"{prefix}{name}_bias", module.in_proj_bias, part)
        self.add(f"{prefix}output_weight", module.out_proj.weight)
        self.add(f"{prefix}output_bias", module.out_proj.bias)

    def block(self, name: str, module: torch.nn.Module) -> None:
        self.attention(f"{name}.", module.self_attn)
        if hasattr(module, "multihead_attn"):
            self.attention(f"{name}.cross_", module.multihead_attn)
        for number, linear in enumerate([module.linear1, module.linear2], 1):
            self.add(f"{name}.feed_forward{number}_weight", linear.weight)
            self.add(f"{name}.feed_forward{number}_bias", linear.bias)
        for number in (1, 2, 3):
            if norm := getattr(module, f"norm{number}", None):
                self.norm(f"{name}.norm{number}", norm)

    def norm(self, name: str, module: torch.nn.LayerNorm) -> None:
        self.add(f"{name}_scale", module.weight)
        self.add(f"{name}_shift", module.bias)

    def ours(self, values: torch.Tensor, name: str, part: slice) -> torch.Tensor:
        return values[part].T if name.endswith("weight") else values[part]

    def fill(self, title: str) -> None:
        with torch.no_grad():
            for _, parameter, _ in self.parts:
                parameter.zero_()
            for name, parameter, part in self.parts:
                values = numbers(f"transformer {title} {name}", parameter[part].shape, 0.5)
                parameter[part] = values + 1 if name.endswith("_scale") else values

    def values(self) -> list[dict]:
        return [tensor(self.ours(parameter, name, part), name) for name, parameter, part in self.parts]

    def gradients(self) -> list[dict]:
        return [tensor(self.ours(parameter.grad, name, part), name) for name, parameter, part in self.parts]


def tokens(title: str, lengths: list[int], positions: int, vocabulary: int) -> torch.Tensor:
    """Sequences of these lengths; 0 is padding."""
    source = random.Random(f"transformer {title} tokens")
    rows = [[source.randrange(1, vocabulary) for _ in range(n)] + [0] * (positions - n) for n in lengths]
    return torch.tensor(rows)


def waves(count: int) -> torch.Tensor:
    """Vaswani et al. 2017, section 3.5: sine and cosine in turn."""
    angles = torch.arange(count, dtype=torch.float64)[:, None] / 10000 ** (
        torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


def settings(first: bool, activation: str) -> dict:
    return {"d_model": WIDTH, "nhead": HEADS, "dim_feedforward": FEED_FORWARD, "dropout": 0.0, "activation": activation,
            "batch_first": True, "norm_first": first, "dtype": torch.float64}


def later(count: int) -> torch.Tensor:
    """What may not be looked at: everything behind."""
    return torch.ones(count, count, dtype=torch.bool).triu(1)


def case(title: str, kind: str, first: bool, activation: str, model: dict, places: Places, output: torch.Tensor) -> dict:
    target = numbers(f"transformer {title} target", output.shape)
    loss = F.mse_loss(output, target)
    start = places.values()
    loss.backward()
    return {
        "name": title, "kind": kind,
        "settings": {"heads": str(HEADS), "feed-forward": str(FEED_FORWARD), "activation": activation,
                     "normalization": "before" if first else "after"},
        **model, "target": tensor(target), "start": start, "output": tensor(output), "loss": tensor(loss)["values"][0],
        "gradients": places.gradients(),
    }


def encoder(first: bool, activation: str) -> dict:
    """Two encoder blocks over sequences of different lengths, positions as waves."""
    title = f"encoder, {activation}, norm {'before' if first else 'after'}"
    x = tokens(title, [5, 3, 4], 5, 7)
    table = torch.nn.Embedding(7, WIDTH, dtype=torch.float64)
    blocks = [torch.nn.TransformerEncoderLayer(**settings(first, activation)) for _ in range(2)]
    places = Places()
    places.add("letters.table", table.weight)
    for index, block in enumerate(blocks):
        places.block(f"block{index}", block)
    places.fill(title)
    value = table(x) + waves(5)
    for block in blocks:
        value = block(value, src_key_padding_mask=x == 0)
    return case(title, "encoder", first, activation, {"x": tensor(x.double())}, places, value)


def translator(first: bool, activation: str) -> dict:
    """An encoder block, and a decoder block that asks it; positions of the target are learned."""
    title = f"translator, {activation}, norm {'before' if first else 'after'}"
    x, y = tokens(title, [4, 2], 4, 6), tokens(title + " told", [3, 2], 3, 5)
    tables = [torch.nn.Embedding(6, WIDTH, dtype=torch.float64), torch.nn.Embedding(5, WIDTH, dtype=torch.float64)]
    positions = torch.nn.Parameter(torch.zeros(3, WIDTH, dtype=torch.float64))
    encoding = torch.nn.TransformerEncoderLayer(**settings(first, activation))
    decoding = torch.nn.TransformerDecoderLayer(**settings(first, activation))
    places = Places()
    places.add("letters.table", tables[0].weight)
    places.block("encoder", encoding)
    places.add("sounds.table", tables[1].weight)
    places.add("sounds.positions", positions)
    places.block("decoder", decoding)
    places.fill(title)
    memory = encoding(tables[0](x) + waves(4), src_key_padding_mask=x == 0)
    value = decoding(tables[1](y) + positions, memory, tgt_mask=later(3), memory_key_padding_mask=x == 0)
    return case(
        title, "translator", first, activation, {"x": tensor(torch.cat([x, y], dim=1).double())}, places, value)


def language_model(first: bool, activation: str) -> dict:
    """Two blocks that look back only, a normalization, and the table of the first layer for the output."""
    title = f"language model, {activation}, norm {'before' if first else 'after'}"
    x = tokens(title, [5, 5], 5, 6)
    table = torch.nn.Embedding(6, WIDTH, dtype=torch.float64)
    blocks = [torch.nn.TransformerEncoderLayer(**settings(first, activation)) for _ in range(2)]
    norm = torch.nn.LayerNorm(WIDTH, dtype=torch.float64)
    places = Places()
    places.add("letters.table", table.weight)
    for index, block in enumerate(blocks):
        places.block(f"block{index}", block)
    places.norm("norm.output", norm)
    places.fill(title)
    value = table(x) + waves(5)
    for block in blocks:
        value = block(value, src_mask=later(5))
    return case(
        title, "language model", first, activation, {"x": tensor(x.double())}, places, norm(value) @ table.weight.T)


def transformer() -> Iterator[dict]:
    for make in (encoder, translator, language_model):
        yield make(True, "gelu")
        yield make(False, "relu")


ALL: dict[str, Callable[[], Iterator[dict]]] = {"transformer": transformer}
