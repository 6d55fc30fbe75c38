"""How a reference file is written: one line a tensor, numbers in full float32 precision."""

import json
import random
from collections.abc import Sequence

import numpy
import torch


def numbers(seed: str, shape: Sequence[int], spread: float = 1.0) -> torch.Tensor:
    """Numbers of three decimals, normally distributed, float32 values held as float64."""
    source = random.Random(seed)
    count = int(numpy.prod(shape))
    return exact([round(source.gauss(0, spread), 3) for _ in range(count)], shape)


def exact(values: Sequence[float], shape: Sequence[int]) -> torch.Tensor:
    """These numbers as the float32 that a test reads, held as float64 for the computation."""
    return torch.tensor(values, dtype=torch.float32).to(torch.float64).reshape(tuple(shape))


def tensor(value: torch.Tensor, name: str | None = None) -> dict:
    """A tensor as it stands in a file."""
    rounded = value.detach().to(torch.float32)
    named = {"name": name} if name else {}
    return {**named, "shape": list(value.shape), "values": [shortest(v) for v in rounded.flatten().tolist()]}


class Shortest(float):
    """A float that prints as the shortest decimal of its float32, not of its float64."""

    def __repr__(self) -> str:
        return str(numpy.float32(self))


def shortest(value: float) -> Shortest:
    text = str(numpy.float32(value))
    # A reader may go through a double: that must give the same float32.
    assert numpy.float32(float(text)) == numpy.float32(value) and numpy.isfinite(value), value
    return Shortest(value)


def text_of(cases: list[dict]) -> str:
    """The whole file: a case begins a line, each of its members has one, a list of tensors one for each."""
    version = torch.__version__.split("+")[0]  # without the kind of build: its numbers are the same here
    lines = [f'{{"torch": "{version}", "computed_in": "float64, rounded to float32", "cases": [']
    for case_index, case in enumerate(cases):
        for index, (key, value) in enumerate(case.items()):
            opening = "  {" if index == 0 else "   "
            closing = "," if index < len(case) - 1 else ("}" if case_index == len(cases) - 1 else "},")
            if isinstance(value, list) and any(isinstance(item, dict) for item in value):
                inner = ",\n     ".join(written(item) for item in value)
                lines.append(f'{opening}"{key}": [\n     {inner}]{closing}')
            else:
                lines.append(f'{opening}"{key}": {written(value)}{closing}')
    text = "\n".join(lines + ["]}", ""])
    json.loads(text)
    return text


def written(value: object) -> str:
    """JSON on one line. json.dumps would write a Shortest by float's own rule."""
    match value:
        case Shortest():
            return repr(value)
        case dict():
            return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {written(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(written(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
