/// Modules of networks with attention, made of PyTorch's own layers and its own attention.
extension PyTorchScript {
  static let attentionClasses: [(name: String, text: String)] = [
    (
      "TokenEmbedding",
      #"""
      class TokenEmbedding(nn.Module):
          """A vector for each token from `start` on, and to it one for its position."""

          looks_back = True

          def __init__(self, name, vocabulary, width, start, count, positions, scaled):
              super().__init__()
              self.name, self.start, self.count, self.scaled = name, start, count, scaled
              self.table = nn.Embedding(vocabulary, width)
              self.positions = nn.Parameter(torch.zeros(count, width)) if positions == "learned" else None
              if positions == "sinusoidal":
                  angles = torch.arange(count)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
                  waves = torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)[:, :width]
                  self.register_buffer("waves", waves, persistent=False)

          def forward(self, value, past):
              past["tokens"] = past["features"][:, self.start : self.start + self.count].long()
              past[f"table of {self.name}"] = self.table.weight
              value = self.table(past["tokens"])
              if self.scaled:
                  value = value * math.sqrt(value.shape[-1])
              places = self.positions if self.positions is not None else getattr(self, "waves", None)
              return value if places is None else value + places
      """#
    ),
    (
      "Attention",
      #"""
      class Attention(nn.Module):
          """Attention of queries to a memory, in several heads; padding, which are tokens 0, is not asked."""

          def __init__(self, width, heads):
              super().__init__()
              self.heads = heads
              self.query, self.key = nn.Linear(width, width), nn.Linear(width, width, bias=False)
              self.value, self.output = nn.Linear(width, width), nn.Linear(width, width)

          def forward(self, queries, memory, tokens, causal):
              def by_head(value):
                  return value.unflatten(-1, (self.heads, -1)).transpose(1, 2)

              mask = None if causal else (tokens != 0)[:, None, None, :]
              found = nn.functional.scaled_dot_product_attention(
                  by_head(self.query(queries)), by_head(self.key(memory)), by_head(self.value(memory)), mask,
                  is_causal=causal,
              )
              return self.output(found.transpose(1, 2).flatten(2))
      """#
    ),
    (
      "SelfAttention",
      #"""
      class SelfAttention(Attention):
          """Attention of a sequence to itself."""

          looks_back = True

          def __init__(self, width, heads, causal, residual):
              super().__init__(width, heads)
              self.causal, self.residual = causal, residual

          def forward(self, value, past):
              found = super().forward(value, value, past["tokens"], self.causal)
              return value + found if self.residual else found
      """#
    ),
    (
      "Block",
      #"""
      class Block(nn.Module):
          """A block of a Transformer: attention to itself, to a memory where one is named, and a feed-forward network."""

          looks_back = True

          def __init__(self, width, heads, feed_forward, activation, normalization, residual, causal, memory=None):
              super().__init__()
              self.normalization, self.residual, self.causal, self.memory = normalization, residual, causal, memory
              self.attention = Attention(width, heads)
              self.cross = None if memory is None else Attention(width, heads)
              self.inner, self.activation = nn.Linear(width, feed_forward), activation
              self.outer = nn.Linear(feed_forward, width)
              count = 0 if normalization == "none" else 2 if memory is None else 3
              self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(count))

          def forward(self, value, past):
              def to_itself(read):
                  return self.attention(read, read, past["tokens"], self.causal)

              def to_memory(read):
                  return self.cross(read, past[self.memory], past[f"tokens of {self.memory}"], False)

              def forwards(read):
                  return self.outer(self.activation(self.inner(read)))

              parts = [to_itself, forwards] if self.cross is None else [to_itself, to_memory, forwards]
              for number, part in enumerate(parts):
                  found = part(self.norms[number](value) if self.normalization == "before" else value)
                  value = value + found if self.residual else found
                  value = self.norms[number](value) if self.normalization == "after" else value
              return value
      """#
    ),
    (
      "PoolTokens",
      #"""
      class PoolTokens(nn.Module):
          """One vector of all positions: the mean, padding left out, or that of the first or the last."""

          looks_back = True

          def __init__(self, kind):
              super().__init__()
              self.kind = kind

          def forward(self, value, past):
              if self.kind != "mean":
                  return value[:, 0 if self.kind == "first" else -1]
              counted = (past["tokens"] != 0)[..., None]
              return (value * counted).sum(dim=1) / counted.sum(dim=1).clamp(min=1)
      """#
    ),
    (
      "TiedOutput",
      #"""
      class TiedOutput(nn.Module):
          """How well each position's vector fits the vector of every token."""

          looks_back = True

          def __init__(self, embedding):
              super().__init__()
              self.embedding = embedding

          def forward(self, value, past):
              return value @ past[f"table of {self.embedding}"].T
      """#
    ),
  ]
}
