"""Recurrent layers, as torch.nn has them: the loss and every gradient, by PyTorch's autograd."""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F

from .document import numbers, tensor

# Ours, PyTorch's without the layer's number behind it.
NAMES = {
    "input_weight": "weight_ih_l",
    "input_bias": "bias_ih_l",
    "recurrent_weight": "weight_hh_l",
    "recurrent_bias": "bias_hh_l",
}


def in_pieces(module: torch.nn.Module, x: torch.Tensor, truncation: int) -> torch.Tensor:
    """The outputs of all time steps; from piece to piece the state is handed over and no gradient with it."""
    length = x.shape[1]
    cuts = [time for time in range(1, length) if truncation and (length - time) % truncation == 0]
    outputs, state = [], None
    for start, end in zip([0] + cuts, cuts + [length]):
        output, state = module(x[:, start:end], state)
        state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
        outputs.append(output)
    return torch.cat(outputs, dim=1)


def recurrence() -> Iterator[dict]:
    for kind, batch, length, inputs, units, layers, output, truncation in [
        ("recurrent", 1, 1, 1, 1, 1, "last", 0),
        ("recurrent", 3, 5, 2, 4, 1, "last", 0),
        ("recurrent", 2, 6, 1, 3, 2, "all", 0),
        ("recurrent", 2, 7, 2, 3, 1, "last", 3),
        ("recurrent relu", 3, 4, 2, 5, 1, "all", 0),
        ("lstm", 1, 2, 1, 1, 1, "last", 0),
        ("lstm", 3, 6, 2, 4, 1, "last", 0),
        ("lstm", 2, 5, 3, 3, 2, "all", 0),
        ("lstm", 2, 7, 1, 2, 2, "last", 2),
        ("gru", 1, 2, 1, 1, 1, "last", 0),
        ("gru", 3, 6, 2, 4, 1, "all", 0),
        ("gru", 2, 5, 3, 3, 2, "last", 0),
        ("gru", 2, 7, 1, 2, 1, "all", 4),
    ]:
        title = f"{kind}, {batch}×{length}×{inputs}, {layers}×{units}, {output}, truncation {truncation}"
        name, _, activation = kind.partition(" ")
        if name == "recurrent":
            module = torch.nn.RNN(inputs, units, layers, nonlinearity=activation or "tanh", batch_first=True)
        else:
            module = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[name](inputs, units, layers, batch_first=True)
        module = module.double()
        known = dict(module.named_parameters())
        start, places = [], []
        for layer in range(layers):
            for ours, theirs in NAMES.items():
                parameter = known[f"{theirs}{layer}"]
                places.append((f"layer{layer}.{ours}", parameter))
                with torch.no_grad():
                    parameter.copy_(numbers(f"recurrence {title} {ours} {layer}", parameter.shape, 0.6))
                start.append(tensor(parameter.T if "weight" in ours else parameter, places[-1][0]))
        x = numbers(f"recurrence {title} x", (batch, length, inputs))
        result = in_pieces(module, x, truncation)
        if output == "last":
            result = result[:, -1]
        target = numbers(f"recurrence {title} target", result.shape)
        loss = F.mse_loss(result, target)
        loss.backward()
        settings = {"units": str(units), "output": output, "truncation": str(truncation)}
        if activation:
            settings["activation"] = activation
        yield {
            "name": title,
            "type": name,
            "layers": layers,
            "settings": settings,
            "x": tensor(x),
            "target": tensor(target),
            "start": start,
            "output": tensor(result),
            "loss": tensor(loss)["values"][0],
            "gradients": [tensor(p.grad.T if "weight" in n else p.grad, n) for n, p in places],
        }


ALL: dict[str, Callable[[], Iterator[dict]]] = {"recurrence": recurrence}
