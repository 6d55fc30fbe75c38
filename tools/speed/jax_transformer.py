"""A Transformer of transformers.py in JAX."""

import jax
import jax.numpy as jnp

from .transformers import Transformer


def logits(shape: Transformer, p: dict[str, jax.Array], tokens: jax.Array) -> jax.Array:
    """Of tokens [batch, positions]: [batch, classes], or [batch, positions, classes] of a language model."""

    def norm(x, name):
        mean = x.mean(-1, keepdims=True)
        variance = ((x - mean) ** 2).mean(-1, keepdims=True)
        return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p[f"{name}_scale"] + p[f"{name}_shift"]

    def linear(x, name):
        y = x @ p[f"{name}weight"]
        return y + p[f"{name}bias"] if f"{name}bias" in p else y

    def heads(x):
        return x.reshape(*x.shape[:2], shape.heads, -1)

    x = p["layer1.table"][tokens] + p["layer1.positions"]
    for block in shape.block_names:
        y = norm(x, f"{block}.norm1")
        query, key, value = (heads(linear(y, f"{block}.{part}_")) for part in ("query", "key", "value"))
        mixed = jax.nn.dot_product_attention(query, key, value, is_causal=shape.is_causal)
        x = x + linear(mixed.reshape(x.shape), f"{block}.output_")
        y = jax.nn.gelu(linear(norm(x, f"{block}.norm2"), f"{block}.feed_forward1_"), approximate=False)
        x = x + linear(y, f"{block}.feed_forward2_")
    end, output = shape.output_names
    return linear(norm(x, f"{end}.output") if end else x.mean(1), f"{output}.")
