public import TensorMath

/// y = tensors side by side: the outputs of all time steps as one row, say.
/// Inputs [batch, columns], each with columns of its own; y [batch, all of them].
public struct JoinColumns: Operation {
  public static let name = "join-columns"
  public let inputNames: [String]

  /// - Parameter count: of how many tensors.
  public init(count: Int) { inputNames = (1...max(count, 1)).map { "x\($0)" } }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == inputNames.count, inputs.allSatisfy({ $0.rank == 2 }),
      inputs.allSatisfy({ $0.dimensions[0] == inputs[0].dimensions[0] })
    else { throw ShapeError(name, found: inputs, needed: "\(inputNames.count) tensors batch×columns of one batch") }
    return [[inputs[0].dimensions[0], inputs.reduce(0) { $0 + $1.dimensions[1] }]]
  }

  /// In which column of the result an input begins.
  private func start(of input: Int, _ inputs: ViewList) -> Int { (0..<input).reduce(0) { $0 + inputs[$1].columns } }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    var column = 0
    for index in 0..<inputs.count {
      Kernels.copyColumns(inputs[index], from: 0, into: y, at: column, inputs[index].columns)
      column += inputs[index].columns
    }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    var column = 0
    for index in 0..<inputs.count {
      if let x = gradients[index] { Kernels.copyColumns(upstream, from: column, into: x, at: 0, x.columns) }
      column += inputs[index].columns
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (row, column) = (cell / outputs[0].columns, cell % outputs[0].columns)
    let input = (0..<inputs.count).last { start(of: $0, inputs) <= column } ?? 0
    let source = row * inputs[input].columns + column - start(of: input, inputs)
    return Expansion([Term(Factor(.input(input, cell: source), inputs[input][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (row, column) = (cell / inputs[input].columns, cell % inputs[input].columns)
    let source = row * upstream.columns + start(of: input, inputs) + column
    return Expansion([Term(Factor(.upstream(cell: source), upstream[source]))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = [\(inputNames.joined(separator: ", "))]",
      backward: inputNames.map { "∂\($0) = its columns of ∂y" },
      meaning: BilingualText("Puts tensors side by side.", zh: "把几个张量并排放在一起。"),
      gradientMeaning: BilingualText("Each gets back its own columns.", zh: "每个张量拿回属于自己的列。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        JoinColumns(count: 3),
        [elementwiseExampleInput, Tensor(rows: [[0.5], [-0.25]]), Tensor(rows: [[1, 2], [-3, 0.75]])])
    ]
  }
}
