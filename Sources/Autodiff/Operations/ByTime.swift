public import TensorMath

/// y = x with time first: all samples at time step 0, then all at step 1, and so on, so that what belongs to one step
/// lies together. x [batch, time, inputs], y [time · batch, inputs].
public struct ByTime: Operation {
  public static let name = "by-time"
  public let inputNames = ["x"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 3 else {
      throw ShapeError(name, found: inputs, needed: "sequences: batch×time×inputs")
    }
    let sizes = inputs[0].dimensions
    return [[sizes[1] * sizes[0], sizes[2]]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.exchangeAxes(inputs[0], inputs[0].size(ofAxis: 1), inputs[0].size(ofAxis: 2), into: y)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let x = gradients[0], inputs[0].count > 0 else { return }
    Kernels.exchangeAxes(upstream, inputs[0].size(ofAxis: 2), inputs[0].size(ofAxis: 1), into: x)
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let layout = TimeLayout(inputs[0])
    let source = layout.bySample(cell)
    return Expansion([Term(Factor(.input(0, cell: source), inputs[0][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let source = TimeLayout(inputs[0]).byTime(cell)
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[t·N + n, :] = x[n, t, :]", backward: ["∂x[n, t, :] = ∂y[t·N + n, :]"],
      meaning: BilingualText(
        "Sorts the numbers by time step: the same numbers in another order.", zh: "按时间步排列：数不变，只换了次序。"),
      gradientMeaning: BilingualText("Every gradient goes back to where its number came from.", zh: "每个梯度回到它的数原来的位置。"))
  }

  public static var examples: [OperationExample] {
    [OperationExample(ByTime(), [Tensor([2, 3, 2], (0..<12).map { Float($0) / 4 - 1.3 })])]
  }
}

/// Where the numbers of sequences stand, sample by sample and time step by time step.
struct TimeLayout {
  let samples: Int
  let steps: Int
  let width: Int

  /// - Parameter sequences: [samples, steps, width].
  init(_ sequences: View) {
    (samples, steps, width) = (sequences.size(ofAxis: 1), sequences.size(ofAxis: 2), sequences.columns)
  }

  /// The cell of [samples, steps, width] that holds what a cell of [steps · samples, width] does.
  func bySample(_ cell: Int) -> Int {
    let (row, column) = (cell / width, cell % width)
    return ((row % samples) * steps + row / samples) * width + column
  }

  /// The cell of [steps · samples, width] that holds what a cell of [samples, steps, width] does.
  func byTime(_ cell: Int) -> Int {
    let (row, column) = (cell / width, cell % width)
    return ((row % steps) * samples + row / steps) * width + column
  }
}
