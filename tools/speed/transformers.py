"""Transformers as the standard workloads have them: embedding with learned positions, blocks with normalization before
each sublayer and GELU between the two layers of the feed-forward network; then the mean of all positions and one dense
layer, or, where every position is asked for the next token, a normalization and a dense layer at each.

Parameters are named as Backstep names them, weights [inputs, outputs]: "layer1.table", "layer2.query_weight", ….
"""

import math
from dataclasses import dataclass

import numpy


@dataclass(frozen=True)
class Transformer:
    blocks: int
    width: int
    heads: int
    feed_forward: int
    positions: int
    vocabulary: int
    classes: int
    is_causal: bool

    @property
    def block_names(self) -> list[str]:
        return [f"layer{2 + index}" for index in range(self.blocks)]

    @property
    def output_names(self) -> tuple[str | None, str]:
        """The normalization behind the blocks, if there is one, and the dense layer at the end."""
        first = 2 + self.blocks
        return (f"layer{first}" if self.is_causal else None, f"layer{first + 1}")

    def shapes(self) -> dict[str, tuple[int, ...]]:
        width, inner = self.width, self.feed_forward
        shapes = {"layer1.table": (self.vocabulary, width), "layer1.positions": (self.positions, width)}
        for block in self.block_names:
            for norm in ("norm1", "norm2"):
                shapes |= {f"{block}.{norm}_scale": (width,), f"{block}.{norm}_shift": (width,)}
            for part in ("query", "key", "value", "output"):
                shapes[f"{block}.{part}_weight"] = (width, width)
                if part != "key":
                    shapes[f"{block}.{part}_bias"] = (width,)
            for part, (rows, columns) in {"feed_forward1": (width, inner), "feed_forward2": (inner, width)}.items():
                shapes |= {f"{block}.{part}_weight": (rows, columns), f"{block}.{part}_bias": (columns,)}
        norm, output = self.output_names
        if norm:
            shapes |= {f"{norm}.output_scale": (width,), f"{norm}.output_shift": (width,)}
        return shapes | {f"{output}.weight": (width, self.classes), f"{output}.bias": (self.classes,)}

    def parameters(self, random: numpy.random.Generator) -> dict[str, numpy.ndarray]:
        return {
            name: numpy.ones(shape, numpy.float32) if name.endswith("_scale")
            else random.uniform(-1, 1, shape).astype(numpy.float32) / math.sqrt(shape[0] if len(shape) > 1 else self.width)
            for name, shape in self.shapes().items()
        }  # fmt: skip

    def samples(self, random: numpy.random.Generator, count: int) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Tokens from 1 up, as 0 is padding; the class, or the next token, depends on the token that is there."""
        x = random.integers(1, self.vocabulary, (count, self.positions))
        y = (x if self.is_causal else x[:, 0]) * 7 % self.classes
        return x.astype(numpy.int64), y.astype(numpy.int64)
