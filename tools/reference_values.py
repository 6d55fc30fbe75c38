#!/usr/bin/env python3
"""Writes the reference values that our tests compare with: PyTorch's numbers, not ours.

    tools/reference_values.py               every file
    tools/reference_values.py gelu adam     these only
    tools/reference_values.py --check       nothing is written; exit 1 if a file would change

An environment that has what this needs:

    python3 -m venv .venv
    .venv/bin/pip install torch==2.13.0 numpy
    .venv/bin/python tools/reference_values.py

What is in the files:

- Inputs are float32 numbers of three decimals, drawn by Python's own `random` from a seed that is the case's
  name: the same on every machine and for every version of PyTorch.
- Results are computed by PyTorch in float64 and rounded once to float32, so that a difference seen in a test is
  our own rounding. Each is written as the shortest decimal that reads back as the same float32.
- A number below float32's smallest normal one (sigmoid(-88)) is written as it is; ours may well be 0. Compare
  with an absolute tolerance or relative to the tensor's largest entry.
- `gradients` belong to `inputs` one by one; null stands for an input that is not differentiated (a target).
- Our weights are [inputs, outputs]: the transpose of torch.nn.Linear's.

What is deliberately not here: values of initializers. Their random numbers are ours, so initializers.json holds
the limit or standard deviation that a sample must have (checked here against torch.nn.init).
"""

import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent))
from reference import (  # noqa: E402
    experiments, files, filters, forecasts, initializers, landscapes, layers, mistakes, operations, optimizers, probes,
    recurrence, saliency, schedules, series, training, transformers,
)
from reference.document import text_of  # noqa: E402

TESTS = Path(__file__).resolve().parent.parent / "Tests"

# name of the file → (folder of tests, function that yields its cases)
FILES = {
    **{name: ("AutodiffTests", cases) for name, cases in operations.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in optimizers.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in layers.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in recurrence.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in transformers.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in schedules.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in training.ALL.items()},
    **{name: ("NeuralNetTests", cases) for name, cases in initializers.ALL.items()},
    **{name: ("DatasetsTests", cases) for name, cases in files.ALL.items()},
    **{name: ("DatasetsTests", cases) for name, cases in filters.ALL.items()},
    **{name: ("DatasetsTests", cases) for name, cases in series.ALL.items()},
    **{name: ("SteppingTests", cases) for name, cases in filters.STEPPING.items()},
    **{name: ("SteppingTests", cases) for name, cases in probes.ALL.items()},
    **{name: ("SteppingTests", cases) for name, cases in forecasts.ALL.items()},
    **{name: ("SteppingTests", cases) for name, cases in landscapes.ALL.items()},
    **{name: ("SteppingTests", cases) for name, cases in saliency.ALL.items()},
    **{name: ("LessonsTests", cases) for name, cases in experiments.ALL.items()},
    **{name: ("SteppingTests", cases) for name, cases in mistakes.STEPPING.items()},
    **{name: ("LessonsTests", cases) for name, cases in mistakes.LESSONS.items()},
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Writes reference values from PyTorch for our tests.")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(FILES)}")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in FILES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}. Known are: {', '.join(FILES)}")

    torch.set_num_threads(1)
    changed = []
    for name in arguments.names or FILES:
        folder, cases = FILES[name]
        path = TESTS / folder / "ReferenceValues" / f"{name}.json"
        text = text_of(list(cases()))
        if path.exists() and path.read_text() == text:
            continue
        changed.append(path)
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for path in changed:
        print("differs:" if arguments.check else "wrote:", path.relative_to(TESTS.parent))
    if not changed:
        print("all files are current")
    return 1 if arguments.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
