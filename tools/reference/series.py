"""Windows of the shipped series, standardized, and the errors of "tomorrow = today", computed with NumPy alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy

from .document import shortest

FOLDER = Path(__file__).resolve().parent.parent.parent / "sample-data"
FILES = {
    "sunspots": ("sunspots-yearly.csv", "sunspots"),
    "elnino": ("elnino-monthly.csv", "sst_celsius"),
    "co2": ("co2-weekly.csv", "co2"),
    **{share: (f"{share}-daily.csv", "close") for share in ["ibm", "msft", "aapl"]},
}

# data, window, horizon, values, gaps, columns (the target alone when none are named), train share
CHOICES = [
    ("sunspots", 20, 1, "levels", "skip", [], 0.8),
    ("sunspots", 9, 3, "differences", "skip", [], 0.7),
    ("elnino", 24, 1, "levels", "refuse", [], 0.8),
    ("co2", 12, 1, "levels", "skip", [], 0.8),
    ("co2", 52, 1, "differences", "interpolate", [], 0.8),
    ("co2", 26, 4, "levels", "interpolate", [], 0.5),
    ("ibm", 20, 1, "levels", "skip", [], 0.8),
    ("ibm", 20, 1, "log-returns", "skip", [], 0.8),
    ("msft", 10, 5, "log-returns", "skip", ["close", "volume"], 0.8),
    ("aapl", 30, 1, "levels", "skip", ["open", "high", "low", "close", "volume"], 0.8),
    ("msft", 1, 1, "levels", "skip", [], 0.8),
    ("aapl", 5, 2, "differences", "skip", ["volume"], 0.8),
]


def column(file: str, name: str) -> numpy.ndarray:
    """float32 as the program reads it, held as float64; NaN where nothing stands."""
    with open(FOLDER / file, newline="") as rows:
        texts = [row[name] for row in csv.DictReader(rows)]
    return numpy.array([numpy.float32(text) if text else numpy.nan for text in texts], dtype=numpy.float64)


def known_at(values: numpy.ndarray, end: int) -> numpy.ndarray:
    """Rows up to `end`, gaps bridged by lines; the last value carried on, NaN before the first one."""
    rows = numpy.arange(end + 1)
    known = rows[~numpy.isnan(values[:end + 1])]
    bridged = numpy.interp(rows, known, values[known], left=numpy.nan)
    return bridged


def change(values: numpy.ndarray, distance: int, kind: str) -> numpy.ndarray:
    """The value of every row, NaN where it cannot be known."""
    if kind == "levels":
        return values
    numbers = numpy.log(values) if kind == "log-returns" else values
    result = numpy.full(len(values), numpy.nan)
    result[distance:] = numbers[distance:] - numbers[:-distance]
    return result


def series_windows() -> Iterator[dict]:
    for data, window, horizon, kind, gaps, names, share in CHOICES:
        file, target = FILES[data]
        level = column(file, target)
        channels = [column(file, name) for name in names or [target]]
        first_test = round(share * len(level))
        lead = window - 1 + horizon + (kind != "levels")

        inputs, targets, rows, todays = [], [], [], []
        for row in range(lead, len(level)):
            end = row - horizon
            bridge = known_at if gaps == "interpolate" else (lambda values, end: values[:end + 1])
            past = [change(bridge(values, end), 1, kind)[end - window + 1:] for values in channels]
            today = bridge(level, end)[-1]
            future = change(numpy.array([today, level[row]]), 1, kind)[1]
            example = numpy.stack(past, axis=1)
            if numpy.isnan(example).any() or numpy.isnan(future) or numpy.isnan(today):
                continue
            inputs.append(example)
            targets.append(future)
            rows.append(row)
            todays.append(today)
        rows, todays = numpy.array(rows), numpy.array(todays)
        trained = int((rows < first_test).sum())

        scales = [change(values[:first_test], 1, kind) for values in channels]
        means = numpy.array([numpy.nanmean(scale) for scale in scales])
        deviations = numpy.array([numpy.nanstd(scale) for scale in scales])
        target_scale = change(level[:first_test], horizon, kind)
        target_mean, target_deviation = numpy.nanmean(target_scale), numpy.nanstd(target_scale)

        errors = todays[trained:] - level[rows[trained:]]
        picked = [0, trained - 1, trained, len(rows) - 1]
        yield {
            "name": f"{data} {window} {horizon} {kind} {gaps} {'+'.join(names)}".strip(),
            "data": data, "window": window, "horizon": horizon, "values": kind, "gaps": gaps, "features": names,
            "train_share": share, "trained": trained, "tested": len(rows) - trained,
            "means": [shortest(v) for v in means], "deviations": [shortest(v) for v in deviations],
            "target_mean": shortest(target_mean), "target_deviation": shortest(target_deviation),
            "examples": [
                {
                    "index": int(index), "row": int(rows[index]), "today": shortest(todays[index]),
                    "inputs": [shortest(v) for v in ((inputs[index] - means) / deviations).flatten()],
                    "target": shortest((targets[index] - target_mean) / target_deviation),
                } for index in picked
            ],
            "naive_rmse": shortest(numpy.sqrt((errors**2).mean())), "naive_mae": shortest(numpy.abs(errors).mean()),
        }


ALL = {"series_windows": series_windows}
