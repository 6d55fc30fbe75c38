/// Modules that PyTorch does not have as we need them: those of them that a network uses stand in its script.
extension PyTorchScript {
  static let classes: [(name: String, text: String)] =
    [
      (
        "Step",
        #"""
        class Step(nn.Module):
            """1 above 0, else 0; its derivative is 0 everywhere."""

            def forward(self, value):
                return torch.heaviside(value.detach(), value.new_zeros(())) + value * 0
        """#
      ),
      (
        "Dropout",
        #"""
        class Dropout(nn.Dropout):
            """nn.Dropout, or Backstep's own mask where one is set: its entries are 0 or 1/(1 − p)."""

            mask = None

            def forward(self, value):
                return super().forward(value) if self.mask is None else value * self.mask.to(value.dtype)
        """#
      ),
      (
        "Dropout2d",
        #"""
        class Dropout2d(nn.Dropout2d):
            """nn.Dropout2d, or Backstep's own mask [batch, channels] where one is set."""

            mask = None

            def forward(self, value):
                if self.mask is None:
                    return super().forward(value)
                return value * self.mask.to(value.dtype)[:, :, None, None]
        """#
      ),
      (
        "SelfRecurrent",
        #"""
        class SelfRecurrent(nn.Module):
            """One or two neurons over a sequence: y(t) = f(w · x(t) + r · y(t−1) + l · y of the other(t−1) − θ)."""

            def __init__(self, units, activation, gives_all):
                super().__init__()
                self.input_weight = nn.Parameter(torch.zeros(units, 1))
                self.recurrent_weight = nn.Parameter(torch.zeros(units))
                self.lateral_weight = nn.Parameter(torch.zeros(units)) if units == 2 else None
                self.threshold = nn.Parameter(torch.zeros(units))
                self.activation = activation
                self.gives_all = gives_all

            def forward(self, sequence):
                outputs = []
                for number in sequence.split(1, dim=1):
                    total = nn.functional.linear(number, self.input_weight)
                    if outputs:
                        total = total + outputs[-1] * self.recurrent_weight
                        if self.lateral_weight is not None:
                            total = total + outputs[-1].flip(1) * self.lateral_weight
                    outputs.append(self.activation(total - self.threshold))
                return torch.cat(outputs, dim=1) if self.gives_all else outputs[-1]
        """#
      ),
      (
        "LinearRNN",
        #"""
        class LinearRNN(nn.Module):
            """nn.RNN without an activation: h(t) = x(t) · W_ih + b_ih + h(t−1) · W_hh + b_hh."""

            def __init__(self, inputs, units):
                super().__init__()
                self.weight_ih_l0 = nn.Parameter(torch.zeros(units, inputs))
                self.weight_hh_l0 = nn.Parameter(torch.zeros(units, units))
                self.bias_ih_l0 = nn.Parameter(torch.zeros(units))
                self.bias_hh_l0 = nn.Parameter(torch.zeros(units))

            def forward(self, sequence, state=None):
                states = []
                state = sequence.new_zeros(len(sequence), len(self.bias_hh_l0)) if state is None else state[0]
                for value in sequence.unbind(dim=1):
                    state = nn.functional.linear(value, self.weight_ih_l0, self.bias_ih_l0) + nn.functional.linear(
                        state, self.weight_hh_l0, self.bias_hh_l0
                    )
                    states.append(state)
                return torch.stack(states, dim=1), state[None]
        """#
      ),
      (
        "Recurrence",
        #"""
        class Recurrence(nn.Module):
            """A recurrent layer that gives its last state or all, and cuts the gradient every so many steps from the end.
            Its first state is what the module `start` gave, or zeros."""

            def __init__(self, cell, gives_all, truncation, start=None):
                super().__init__()
                self.cell, self.gives_all, self.truncation, self.start = cell, gives_all, truncation, start
                self.looks_back = start is not None

            def forward(self, sequences, past=None):
                length = sequences.shape[1]
                cuts = [t for t in range(1, length) if self.truncation and (length - t) % self.truncation == 0]
                outputs, state = [], None
                if self.start is not None:
                    state = past[self.start][None]
                    state = (state, torch.zeros_like(state)) if isinstance(self.cell, nn.LSTM) else state
                for start, end in zip([0] + cuts, cuts + [length]):
                    output, state = self.cell(sequences[:, start:end], state)
                    state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
                    outputs.append(output)
                states = torch.cat(outputs, dim=1)
                return states if self.gives_all else states[:, -1]
        """#
      ),
    ] + attentionClasses

  /// The classes that the modules need, each with two empty lines behind it.
  var classes: String {
    var needed: Set<String> = []
    // From the last, which may be made of those before it.
    for entry in Self.classes.reversed() {
      let texts = modules.modules.map(\.constructor) + Self.classes.filter { needed.contains($0.name) }.map(\.text)
      if texts.contains(where: { $0.contains("\(entry.name)(") && !$0.contains("nn.\(entry.name)(") }) {
        needed.insert(entry.name)
      }
    }
    return Self.classes.filter { needed.contains($0.name) }.map { "\($0.text)\n\n\n" }.joined()
  }
}
