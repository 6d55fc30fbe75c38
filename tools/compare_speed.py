#!/usr/bin/env python3
"""Backstep beside PyTorch and JAX: the same work from the same numbers, one after the other, on one core.

    tools/compare_speed.py                  all workloads, everyone
    tools/compare_speed.py --case W1 W3     these only
    tools/compare_speed.py --format json

An environment that has what this needs:

    python3 -m venv .venv
    .venv/bin/pip install torch==2.13.0 jax==0.10.2 numpy safetensors
    .venv/bin/python tools/compare_speed.py

Steps per second of forward + loss + backward + update; the median of five runs of at least a second, each from the
same weights, with the slowest and fastest run behind it. Everyone gets one thread and is held to the same core. For
each workload a safetensors file is written (tools/speed/workloads.py says what is in it) which all of them read. The
first ten losses of all are compared: agreement to 1e-4 is the proof that the same work is timed.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
try:
    from speed.workloads import WORKLOADS, Workload, write  # noqa: E402
except ModuleNotFoundError as error:
    sys.exit(f"compare_speed: the Python package {error.name} is not installed; the head of {__file__} says how")

TOLERANCE = 1e-4
# column → (module under tools/speed, kind)
PEERS = {
    "PyTorch eager": ("pytorch_peer", "eager"),
    "PyTorch fused": ("pytorch_peer", "fused"),
    "JAX jit": ("jax_peer", "jit"),
    "JAX loop": ("jax_peer", "loop"),
    "JAX scan": ("jax_peer", "scan"),
}
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


@dataclass
class Result:
    runs: list[float]
    first_losses: list[float]
    version: str = ""
    sgemm: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.runs)


def main() -> int:
    arguments = parse()
    if arguments.worker:
        return work(arguments)
    chosen = [workload for workload in WORKLOADS if workload.case in arguments.case]
    table: dict[str, dict[str, Result]] = {}
    ours_is_there = not arguments.peers_only and prepare_ours()
    with tempfile.TemporaryDirectory(prefix="compare-speed-") as folder:
        for workload in chosen:
            path = write(workload, Path(folder))
            row: dict[str, Result] = {}
            if ours_is_there and (result := run_ours(workload, path, arguments)):
                row["Backstep"] = result
            for name, (module, kind) in PEERS.items():
                if result := run_peer(name, workload, path, module, kind, arguments):
                    row[name] = result
            table[workload.case] = row
            if arguments.format == "text":
                print_workload(workload, row)
    if arguments.format == "json":
        print(json.dumps(as_json(table), indent=1))
    elif len(chosen) > 1:
        print_summary(table)
    return 0 if all(worst_difference(row) <= TOLERANCE for row in table.values()) else 1


def parse() -> argparse.Namespace:
    cases = [workload.case for workload in WORKLOADS]
    parser = argparse.ArgumentParser(description="Backstep beside PyTorch and JAX, on one core.")
    parser.add_argument("--case", nargs="+", choices=cases, default=cases, help="which workloads")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median counts (5)")
    parser.add_argument("--seconds", type=float, default=1.0, help="least length of one run of a peer (1)")
    parser.add_argument("--core", type=int, default=(os.cpu_count() or 1) - 1, help="the core to use (the last)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--peers-only", action="store_true", help="leave Backstep out")
    # For this script's own child processes: module, kind, file.
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


# ---- Running one ----


def work(arguments: argparse.Namespace) -> int:
    """In a process of its own, already held to its core."""
    module, kind, path = arguments.worker
    workload = next(workload for workload in WORKLOADS if workload.case == arguments.case[0])
    try:
        peer = __import__(f"speed.{module}", fromlist=["measure"])
    except ModuleNotFoundError as error:
        print(json.dumps({"missing": error.name}))
        return 0
    print(json.dumps(peer.measure(workload, path, kind, arguments.seconds, arguments.runs)))
    return 0


def on_one_core(command: list[str], core: int) -> subprocess.CompletedProcess[str]:
    pinned = ["taskset", "-c", str(core), *command] if shutil.which("taskset") else command
    return subprocess.run(pinned, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=False)


def run_peer(
    name: str, workload: Workload, path: Path, module: str, kind: str, arguments: argparse.Namespace
) -> Result | None:
    command = [sys.executable, __file__, "--worker", module, kind, str(path), "--case", workload.case,
               "--seconds", str(arguments.seconds), "--runs", str(arguments.runs)]  # fmt: skip
    done = on_one_core(command, arguments.core)
    if done.returncode != 0:
        return skip(name, (done.stderr.strip().splitlines() or ["no message"])[-1])
    answer = json.loads(done.stdout.splitlines()[-1])
    if "missing" in answer:
        return skip(name, f"the Python package {answer['missing']} is not installed")
    return Result(answer["runs"], answer["firstLosses"], answer["version"], answer.get("sgemm"))


def prepare_ours() -> bool:
    """Builds, on all cores and outside of any timing, and asks whether `benchmark` is there."""
    done = subprocess.run([ROOT / "backstep", "benchmark", "--help"], capture_output=True, text=True, check=False)
    if done.returncode == 0 and "backstep benchmark" in done.stdout:
        return True
    skip("Backstep", "`backstep benchmark` cannot be run: " + (done.stderr.strip().splitlines() or ["no such command"])[-1])
    return False


def run_ours(workload: Workload, path: Path, arguments: argparse.Namespace) -> Result | None:
    command = [str(ROOT / "backstep"), "benchmark", "--case", workload.case, "--from", str(path), "--format", "json"]
    done = on_one_core(command, arguments.core)
    try:
        (case,) = [case for case in json.loads(done.stdout)["cases"] if case["case"] == workload.case]
        return Result(case.get("runs") or [case["stepsPerSecond"]], case["firstLosses"])
    except (ValueError, KeyError):
        return skip("Backstep", (done.stderr.strip().splitlines() or ["its output is not what was expected"])[-1])


def skip(name: str, why: str) -> None:
    print(f"{name} left out: {why}", file=sys.stderr)


# ---- Comparing and printing ----


def worst_difference(row: dict[str, Result]) -> float:
    """The largest relative difference of any of the first ten losses, from PyTorch's or whoever comes first."""
    reference = row.get("PyTorch eager") or next(iter(row.values()), None)
    if reference is None:
        return 0.0
    return max(difference(result, reference) for result in row.values())


def difference(result: Result, reference: Result) -> float:
    if len(result.first_losses) != len(reference.first_losses):
        return float("inf")
    pairs = zip(result.first_losses, reference.first_losses)
    # A loss that is not a number agrees with nothing.
    return max((abs(a - b) / abs(b) if abs(a - b) < float("inf") else float("inf") for a, b in pairs), default=0.0)


def readable(speed: float) -> str:
    for size, unit in [(1e6, "M"), (1e3, "k")]:
        if speed >= size:
            return f"{speed / size:.3g} {unit}"
    return f"{speed:.3g}"


def print_workload(workload: Workload, row: dict[str, Result]) -> None:
    print(f"\n{workload.case}: {workload.title}")
    ours = row.get("Backstep")
    reference = row.get("PyTorch eager") or next(iter(row.values()), None)
    for name, result in row.items():
        spread = f"{readable(min(result.runs))} … {readable(max(result.runs))}"
        ratio = f"   Backstep is {ours.median / result.median:8.2f}×" if ours and result is not ours else ""
        off = difference(result, reference) if reference else 0.0
        losses = "same losses" if off <= TOLERANCE else "OTHER LOSSES"
        print(f"  {name:14} {readable(result.median):>8} steps/s  ({spread:17})  {losses} ({off:.0e}){ratio}")


def print_summary(table: dict[str, dict[str, Result]]) -> None:
    names = ["Backstep", *PEERS]
    print("\nsteps/s  " + "".join(f"{name:>15}" for name in names) + f"{'ours / best peer':>19}")
    for case, row in table.items():
        cells = "".join(f"{readable(row[name].median) if name in row else '–':>15}" for name in names)
        peers = [row[name].median for name in PEERS if name in row]
        ratio = f"{row['Backstep'].median / max(peers):.2f}×" if "Backstep" in row and peers else "–"
        print(f"{case:9}{cells}{ratio:>19}")
    print("\n" + machine(table))


def machine(table: dict[str, dict[str, Result]]) -> str:
    results = [(name, result) for row in table.values() for name, result in row.items()]
    versions = {name.split()[0]: result.version for name, result in results if result.version}
    speeds = [result.sgemm for _, result in results if result.sgemm]
    sgemm = f", sgemm {max(speeds):.0f} GFLOP/s on one core" if speeds else ""
    model = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        models = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        model = models[0] if models else model
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"{model}, {os.cpu_count()} cores{sgemm}; {listed}; Python {platform.python_version()}"


def as_json(table: dict[str, dict[str, Result]]) -> dict:
    cases = {
        case: {
            name: {"stepsPerSecond": result.median, "runs": result.runs, "firstLosses": result.first_losses}
            for name, result in row.items()
        }
        for case, row in table.items()
    }
    return {"machine": machine(table), "cases": cases}


if __name__ == "__main__":
    sys.exit(main())
