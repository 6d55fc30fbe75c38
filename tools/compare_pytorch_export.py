#!/usr/bin/env python3
"""Runs what `backstep export pytorch` writes under PyTorch and sums up how far the two are apart.

    tools/compare_pytorch_export.py                            every lesson, every optimizer
    tools/compare_pytorch_export.py lessons/1.4-layers         one lesson
    tools/compare_pytorch_export.py --optimizer adam sgd       these optimizers
    tools/compare_pytorch_export.py --set learning_rate=0.01   the same knob for all

By default `layers` is compared besides with each of VARIANTS: schedules, clipping, label smoothing, dropout, activations.

Python must have PyTorch: tools/reference_values.py says how to make such an environment, and this script's own
interpreter runs the exported scripts. Each is asked to `--check` and answers with a line of JSON:

    {"loss_difference": 1e-8, "worst_gradient": {"name": "dense1.weight", "relative": 2e-7},
     "worst_parameter_after": {"iterations": 100, "relative": 3e-6}}

Exit 1 when something is out of tolerance, does not run, or nothing was compared.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIMIZERS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw"]
# Lessons choose a learning rate for the optimizer they begin with. At 0.3, which suits `layers` with SGD, momentum,
# RMSProp and Adam jump about so wildly that every rounding grows: PyTorch in single precision ends 6e-3 (momentum) to
# 1e-1 (Nesterov) from PyTorch in double precision, and no two programs can agree. So each gets a rate that is usual
# with it, unless --set says another.
USUAL_KNOBS = {
    "momentum": ["learning-rate=0.03"],
    "nesterov": ["learning-rate=0.03"],
    "adagrad": ["learning-rate=0.01"],
    "rmsprop": ["learning-rate=0.01"],
    "adadelta": ["learning-rate=1"],
    "adam": ["learning-rate=0.01"],
    "adamw": ["learning-rate=0.01"],
}
# What else an export has to carry over, each at a rate that does not magnify roundings.
VARIANTS = [
    [f"schedule={name}", "warm-up=7", "optimizer=adam", "learning-rate=0.01"]
    for name in ["step", "exponential", "linear", "cosine"]
] + [
    ["schedule=step", "schedule-every=20"],
    ["clip-norm=0.05", "clip-value=0.02"],
    ["label-smoothing=0.1"],
    ["data=iris", "label-smoothing=0.1", "learning-rate=0.03"],
    ["dropout=0.3", "optimizer=adam", "learning-rate=0.01"],
    ["activation=hard-shrink", "threshold=0.3", "learning-rate=0.03"],
    ["activation=step", "learning-rate=0.03"],
]
# At iteration 0 there is one rounding after another and nothing else; a hundred updates let it grow.
LOSS_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-5  # of the tensor's largest entry
PARAMETER_TOLERANCE = 1e-3


@dataclass
class Outcome:
    lesson: str
    variant: str
    loss: float = math.nan
    gradient: float = math.nan
    gradient_name: str = ""
    parameter: float = math.nan
    iterations: int = 0
    trouble: str = ""

    @property
    def agrees(self) -> bool:
        # Written so that a NaN does not agree.
        return (
            not self.trouble
            and abs(self.loss) <= LOSS_TOLERANCE
            and self.gradient <= GRADIENT_TOLERANCE
            and self.parameter <= PARAMETER_TOLERANCE
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs every exported PyTorch script and sums up the differences.")
    parser.add_argument("lessons", nargs="*", help="ids or folders (every folder in lessons/)")
    parser.add_argument("--optimizer", nargs="+", help=f"which ({' '.join(OPTIMIZERS)})")
    parser.add_argument("--set", action="append", default=[], metavar="KNOB=VALUE", help="handed on to the export")
    parser.add_argument("--keep", type=Path, help="write the exports into this folder and keep them")
    arguments = parser.parse_args()

    lessons = arguments.lessons or sorted(str(file.parent) for file in (ROOT / "lessons").glob("*/lesson.yaml"))
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="compare-export-") as temporary:
        folder = arguments.keep or Path(temporary)
        runs = [
            (lesson, optimizer, [f"optimizer={optimizer}", *USUAL_KNOBS.get(optimizer, [])])
            for lesson in lessons
            for optimizer in arguments.optimizer or OPTIMIZERS
        ]
        if not arguments.lessons and not arguments.optimizer:
            runs += [("layers", " ".join(knobs), knobs) for knobs in VARIANTS]
        for index, (lesson, variant, knobs) in enumerate(runs):
            outcome = compare(lesson, variant, knobs + arguments.set, folder / f"{index}-{Path(lesson).name}")
            outcomes.append(outcome)
            print(line(outcome), flush=True)
    return summary(outcomes)


def compare(lesson: str, variant: str, knobs: list[str], output: Path) -> Outcome:
    settings = [word for knob in knobs for word in ("--set", knob)]
    outcome = Outcome(Path(lesson).name, variant)
    export = run([str(ROOT / "backstep"), "export", "pytorch", lesson, "--output", str(output), *settings])
    if export.returncode != 0:
        outcome.trouble = f"not exported (exit {export.returncode}): {last_line(export)}"
        return outcome
    scripts = sorted(output.glob("*.py"))
    if len(scripts) != 1:
        outcome.trouble = f"the export has {len(scripts)} Python scripts; one was expected"
        return outcome
    check = run([sys.executable, scripts[0].name, "--check"], folder=output)
    answer = answer_in(check.stdout)
    if answer is None:
        outcome.trouble = f"no answer (exit {check.returncode}): {last_line(check)}"
        return outcome
    outcome.loss = answer["loss_difference"]
    outcome.gradient = answer["worst_gradient"]["relative"]
    outcome.gradient_name = answer["worst_gradient"]["name"]
    outcome.parameter = answer["worst_parameter_after"]["relative"]
    outcome.iterations = answer["worst_parameter_after"]["iterations"]
    if check.returncode != 0 and outcome.agrees:
        outcome.trouble = f"its numbers agree, yet it ended with exit {check.returncode}: {last_line(check)}"
    return outcome


def run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def answer_in(text: str) -> dict | None:
    """The last line that is a JSON object with what is needed; the script may say other things too."""
    for candidate in reversed(text.splitlines()):
        try:
            answer = json.loads(candidate)
            if {"loss_difference", "worst_gradient", "worst_parameter_after"} <= answer.keys():
                return answer
        except (ValueError, AttributeError):
            continue
    return None


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return ((done.stderr.strip() or done.stdout.strip()).splitlines() or ["no message"])[-1]


def line(outcome: Outcome) -> str:
    start = f"{'ok  ' if outcome.agrees else 'FAIL'}  {outcome.lesson:24} {outcome.variant:9}"
    if outcome.trouble:
        return f"{start} {outcome.trouble}"
    return (
        f"{start} loss {outcome.loss:8.1e}   gradient {outcome.gradient:8.1e} ({outcome.gradient_name})"
        f"   parameters after {outcome.iterations} iterations {outcome.parameter:8.1e}"
    )


def summary(outcomes: list[Outcome]) -> int:
    if not outcomes:
        print("nothing was compared: there is no lesson in lessons/", file=sys.stderr)
        return 1
    measured = [outcome for outcome in outcomes if not outcome.trouble]
    failed = [outcome for outcome in outcomes if not outcome.agrees]
    if measured:
        # A NaN is worse than any number.
        def worst(values: list[float]) -> float:
            return max(values, key=lambda value: math.inf if math.isnan(value) else value)

        print(
            f"\nworst: loss {worst([abs(o.loss) for o in measured]):.1e} (allowed {LOSS_TOLERANCE:.0e}),"
            f" gradient {worst([o.gradient for o in measured]):.1e} (allowed {GRADIENT_TOLERANCE:.0e}),"
            f" parameters {worst([o.parameter for o in measured]):.1e} (allowed {PARAMETER_TOLERANCE:.0e})"
        )
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} agree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
