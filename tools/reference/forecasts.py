"""Linear autoregressions fitted by least squares, and how far off their forecasts are: one step ahead, and free-running.

The networks of the tests get these weights; what they make of them is compared with what NumPy makes of them.
"""

from collections.abc import Iterator

import numpy

from .document import shortest
from .series import FILES, change, column

# data, order, values, horizon
MODELS = [
    ("sunspots", 2, "levels", 1), ("sunspots", 9, "levels", 1), ("sunspots", 9, "differences", 3),
    ("ibm", 20, "levels", 1), ("ibm", 5, "log-returns", 1), ("msft", 5, "log-returns", 1), ("aapl", 5, "differences", 1),
]


def level_of(value: float, before: float, kind: str) -> float:
    return {"levels": value, "differences": before + value, "log-returns": before * numpy.exp(value)}[kind]


def forecasts() -> Iterator[dict]:
    for data, order, kind, horizon in MODELS:
        level = column(*FILES[data])
        first = round(0.8 * len(level))
        lead = order - 1 + horizon + (kind != "levels")
        moves, future = change(level, 1, kind), change(level, horizon, kind)
        mean, deviation = numpy.nanmean(moves[:first]), numpy.nanstd(moves[:first])
        target_mean, target_deviation = numpy.nanmean(future[:first]), numpy.nanstd(future[:first])

        rows = numpy.arange(lead, len(level))
        windows = numpy.stack([moves[row - horizon - order + 1:row - horizon + 1] for row in rows])
        x = (windows - mean) / deviation
        y = (future[rows] - target_mean) / target_deviation
        trained = rows < first
        design = numpy.column_stack([x, numpy.ones(len(x))])
        fitted = numpy.linalg.lstsq(design[trained], y[trained], rcond=None)[0].astype(numpy.float32)
        weights, bias = fitted[:-1].astype(numpy.float64), float(fitted[-1])

        tested = rows[~trained]
        todays, truth = level[tested - horizon], level[tested]
        outputs = x[~trained] @ weights + bias
        one_step = level_of(outputs * target_deviation + target_mean, todays, kind)

        free, window, today = [], list(x[~trained][0]), todays[0]
        if horizon == 1:
            for _ in tested:
                output = float(numpy.dot(window, weights) + bias)
                today = level_of(output * target_deviation + target_mean, today, kind)
                free.append(today)
                window = window[1:] + [output]

        moved = truth != todays
        right = numpy.sign(one_step - todays) == numpy.sign(truth - todays)
        naive = todays - truth
        yield {
            "name": f"{data} {order} {kind} {horizon}", "data": data, "order": order, "values": kind, "horizon": horizon,
            "weights": [shortest(w) for w in weights], "bias": shortest(bias), "tested": len(tested),
            "rmse": shortest(numpy.sqrt(((one_step - truth)**2).mean())),
            "mae": shortest(numpy.abs(one_step - truth).mean()),
            "right_directions": int((right & moved).sum()), "rises": int((truth > todays).sum()),
            "falls": int((truth < todays).sum()), "unchanged": int((~moved).sum()),
            "naive_rmse": shortest(numpy.sqrt((naive**2).mean())), "naive_mae": shortest(numpy.abs(naive).mean()),
            "one_step": [shortest(v) for v in (one_step[:5].tolist() + one_step[-5:].tolist())],
            "free_run": [shortest(v) for v in free[:60]],
        }


ALL = {"forecasts": forecasts}
