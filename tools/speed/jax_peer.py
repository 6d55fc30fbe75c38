"""A workload in JAX: one compiled step called from Python ("jit"), or everything compiled: a loop over the steps
("loop"), or a loop over passes through the batches, in which the steps are scanned, four unrolled ("scan")."""

from functools import partial

import jax
import jax.numpy as jnp
from safetensors.numpy import load_file

from .jax_transformer import logits as transformer_logits
from .measure import steps_per_second
from .workloads import BCE, MSE, Workload, parameter_names


def measure(workload: Workload, path: str, kind: str, seconds: float, runs: int) -> dict:
    tensors = load_file(path)
    parameters = [
        # Dense weights [inputs, outputs]; kernels as they are.
        (jnp.asarray(tensors[weight].T.copy() if tensors[weight].ndim == 2 else tensors[weight]),
         jnp.asarray(tensors[bias]))
        for weight, bias in parameter_names(workload)
    ]  # fmt: skip
    if workload.transformer:
        parameters = {name: jnp.asarray(tensors[name]) for name in workload.transformer.shapes()}
    xs = [jnp.asarray(tensors[f"x{index}"]) for index in range(workload.batches)]
    ys = [jnp.asarray(tensors[f"y{index}"].astype("float32" if workload.loss in (BCE, MSE) else "int32"))
          for index in range(workload.batches)]  # fmt: skip
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    states = {"sgd": (), "momentum": (zeros,), "adam": (zeros, zeros, jnp.float32(0))}
    states["adamw"] = states["adam"]
    start = (parameters, *states[workload.optimizer])

    step = partial(one_step, workload)
    compiled_step = jax.jit(step)
    stacked = (jnp.stack(xs), jnp.stack(ys))

    # The number of rounds is an argument, so that one compilation serves every count.
    @jax.jit
    def loop(state, count, x, y):
        def body(index, carried):
            state, _ = carried
            batch = index % workload.batches
            return step(state, x[batch], y[batch])

        return jax.lax.fori_loop(0, count, body, (state, jnp.float32(0)))

    @jax.jit
    def passes(state, count, x, y):
        def one_pass(_, carried):
            state, losses = jax.lax.scan(lambda state, batch: step(state, *batch), carried[0], (x, y), unroll=4)
            return state, losses[-1]

        return jax.lax.fori_loop(0, count, one_pass, (state, jnp.float32(0)))

    def steps(count: int, losses: list[float] | None = None) -> int:
        state, loss = start, None
        if kind == "loop" and losses is None:
            state, loss = loop(state, count, *stacked)
        elif kind == "scan" and losses is None:
            rounds = -(-count // workload.batches)
            count = rounds * workload.batches
            state, loss = passes(state, rounds, *stacked)
        else:
            for index in range(count):
                state, loss = compiled_step(state, xs[index % len(xs)], ys[index % len(ys)])
                if losses is not None:
                    losses.append(float(loss))
        jax.block_until_ready((state, loss))
        return count

    first: list[float] = []
    steps(10, first)
    return {"version": jax.__version__, "runs": steps_per_second(steps, seconds, runs), "firstLosses": first}


def loss_of(workload: Workload, parameters, x, y):
    if workload.transformer:
        return cross_entropy(transformer_logits(workload.transformer, parameters, x), y)
    if workload.recurrence:
        return jnp.mean((last_state(workload, parameters, x) @ parameters[2][0] + parameters[2][1] - y) ** 2)
    activation = jnp.tanh if workload.activation == "tanh" else jax.nn.relu
    for layer, (kernel, bias) in zip(workload.convolutions, parameters):
        around = [(layer.padding, layer.padding)] * 2
        x = jax.lax.conv_general_dilated(x, kernel, (1, 1), around) + bias[:, None, None]
        x = jax.lax.reduce_window(activation(x), -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
    x = x.reshape(x.shape[0], -1)
    *hidden, (weight, bias) = parameters[len(workload.convolutions) :]
    for inner_weight, inner_bias in hidden:
        x = activation(x @ inner_weight + inner_bias)
    logits = x @ weight + bias
    if workload.loss == BCE:
        # log(1 + exp(z)) - y·z, without overflow
        return jnp.mean(jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits))))
    return cross_entropy(logits, y)


def cross_entropy(logits, y):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[..., None], axis=-1))


def last_state(workload: Workload, parameters, x):
    """The state after the last step, as torch.nn computes it: gates i, f, g, o and r, z, n."""
    (input_weight, input_bias), (recurrent_weight, recurrent_bias) = parameters[:2]
    inputs = jnp.swapaxes(x, 0, 1) @ input_weight + input_bias  # [time, batch, sums], all steps at once
    zeros = jnp.zeros((x.shape[0], workload.sizes[0]), x.dtype)

    def rnn(state, value):
        return jnp.tanh(value + state @ recurrent_weight + recurrent_bias), None

    def lstm(carried, value):
        state, cell = carried
        i, f, g, o = jnp.split(value + state @ recurrent_weight + recurrent_bias, 4, axis=1)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None

    def gru(state, value):
        r, z, n = jnp.split(value, 3, axis=1)
        transferred_r, transferred_z, transferred_n = jnp.split(state @ recurrent_weight + recurrent_bias, 3, axis=1)
        z = jax.nn.sigmoid(z + transferred_z)
        n = jnp.tanh(n + jax.nn.sigmoid(r + transferred_r) * transferred_n)
        return (1 - z) * n + z * state, None

    step = {"rnn": rnn, "lstm": lstm, "gru": gru}[workload.recurrence]
    last, _ = jax.lax.scan(step, (zeros, zeros) if workload.recurrence == "lstm" else zeros, inputs)
    return last[0] if workload.recurrence == "lstm" else last


def one_step(workload: Workload, state, x, y):
    loss, gradients = jax.value_and_grad(partial(loss_of, workload))(state[0], x, y)
    rate = workload.learning_rate
    if workload.optimizer == "sgd":
        return (jax.tree.map(lambda p, g: p - rate * g, state[0], gradients),), loss
    if workload.optimizer == "momentum":
        velocity = jax.tree.map(lambda u, g: 0.9 * u + g, state[1], gradients)
        return (jax.tree.map(lambda p, u: p - rate * u, state[0], velocity), velocity), loss
    parameters, first, second, count = state
    count = count + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
    root = jnp.sqrt(1 - 0.999**count)
    shrink = 1 - rate * 0.01 if workload.optimizer == "adamw" else 1.0
    rate = rate / (1 - 0.9**count)
    parameters = jax.tree.map(lambda p, m, v: shrink * p - rate * m / (jnp.sqrt(v) / root + 1e-8), parameters, first, second)
    return (parameters, first, second, count), loss
