"""A Transformer of transformers.py in PyTorch, with its own attention, normalization and GELU."""

import torch
import torch.nn.functional as F

from .transformers import Transformer


class Model(torch.nn.Module):
    """Logits of tokens [batch, positions]: [batch, classes], or [batch · positions, classes] of a language model."""

    def __init__(self, shape: Transformer, tensors: dict[str, torch.Tensor]):
        super().__init__()
        self.shape = shape
        for name, value in tensors.items():
            # torch.nn.functional.linear takes [outputs, inputs].
            value = value.T.contiguous() if name.endswith("weight") else value.clone()
            self.register_parameter(name.replace(".", "_"), torch.nn.Parameter(value))

    def linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.linear(x, getattr(self, f"{name}weight"), getattr(self, f"{name}bias", None))

    def norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(x, (self.shape.width,), getattr(self, f"{name}_scale"), getattr(self, f"{name}_shift"))

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        shape = self.shape
        x = F.embedding(tokens, self.layer1_table) + self.layer1_positions
        for block in shape.block_names:
            y = self.norm(x, f"{block}_norm1")
            query, key, value = (
                self.linear(y, f"{block}_{part}_").view(len(tokens), shape.positions, shape.heads, -1).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            mixed = F.scaled_dot_product_attention(query, key, value, is_causal=shape.is_causal)
            mixed = mixed.transpose(1, 2).reshape(len(tokens), shape.positions, shape.width)
            x = x + self.linear(mixed, f"{block}_output_")
            y = F.gelu(self.linear(self.norm(x, f"{block}_norm2"), f"{block}_feed_forward1_"))
            x = x + self.linear(y, f"{block}_feed_forward2_")
        norm, output = shape.output_names
        if not norm:
            return self.linear(x.mean(1), f"{output}_")
        return self.linear(self.norm(x, f"{norm}_output").flatten(0, 1), f"{output}_")
