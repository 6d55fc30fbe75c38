public import TensorMath

/// y = f(a block of one tensor, or the sum of a block of each of two): what one gate of a cell makes of its part of the
/// sums at one time step. f is the sigmoid, tanh or nothing.
/// Inputs [rows, columns] each, y [rows taken, columns taken].
public struct Gate: GatheringOperation {
  public static let name = "gate"
  public let inputNames: [String]
  public let function: GateFunction
  /// Of each input, which rows and columns are taken. All blocks are of one size.
  public let blocks: [Block]

  /// Rows and columns of a tensor, from 0.
  public struct Block: Hashable, Sendable {
    public let rows: Range<Int>
    public let columns: Range<Int>

    public init(rows: Range<Int>, columns: Range<Int>) {
      self.rows = rows
      self.columns = columns
    }

    var start: BlockStart { BlockStart(row: rows.lowerBound, column: columns.lowerBound) }

    /// Where a cell of the block stands in a tensor with so many columns.
    func source(of cell: Int, columns all: Int) -> Int {
      (rows.lowerBound + cell / columns.count) * all + columns.lowerBound + cell % columns.count
    }

    /// Which cell of the block a cell of the tensor is; nil for others.
    func cell(of source: Int, columns all: Int) -> Int? {
      let (row, column) = (source / all, source % all)
      guard rows.contains(row), columns.contains(column) else { return nil }
      return (row - rows.lowerBound) * columns.count + column - columns.lowerBound
    }
  }

  public init(_ function: GateFunction, _ block: Block, plus other: Block? = nil) {
    self.function = function
    blocks = [block] + (other.map { [$0] } ?? [])
    inputNames = other == nil ? ["x"] : ["a", "b"]
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let fits = zip(inputs, blocks).allSatisfy { shape, block in
      shape.rank == 2 && block.rows.lowerBound >= 0 && block.columns.lowerBound >= 0
        && block.rows.upperBound <= shape.dimensions[0] && block.columns.upperBound <= shape.dimensions[1]
    }
    let (rows, columns) = (blocks[0].rows.count, blocks[0].columns.count)
    guard inputs.count == blocks.count, fits, rows > 0, columns > 0,
      blocks.allSatisfy({ $0.rows.count == rows && $0.columns.count == columns })
    else {
      let sizes = blocks.map { "\($0.rows.upperBound)×\($0.columns.upperBound)" }
      throw ShapeError(name, found: inputs, needed: "matrices of at least \(sizes.joined(separator: " and "))")
    }
    return [[rows, columns]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.gate(
      function, inputs[0], at: blocks[0].start, plus: blocks.count > 1 ? (inputs[1], blocks[1].start) : nil, into: y)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    for (input, block) in blocks.enumerated() {
      guard let gradient = gradients[input] else { continue }
      if gradient.count != upstream.count { gradient.fill(0) }
      Kernels.gateBackward(function, output: outputs[0], upstream: upstream, into: gradient, at: block.start)
    }
  }

  public var gatheredInputs: Set<Int> { Set(blocks.indices) }

  /// Each gate has a block of its own: they are written side by side.
  public func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action {
    let gates = uses.compactMap { use in
      (use.operation as? Gate).map { (gate: $0, output: use.outputs[0], use.upstream) }
    }
    let blocks = gates.map { $0.gate.blocks[input] }
    precondition(Self.areApart(blocks), "gates share a block of one tensor")
    let leavesCells = blocks.reduce(0) { $0 + $1.rows.count * $1.columns.count } < gradient.count
    return Action {
      if leavesCells { gradient.fill(0) }
      for (gate, output, upstream) in gates {
        Kernels.gateBackward(
          gate.function, output: output, upstream: upstream, into: gradient, at: gate.blocks[input].start)
      }
    }
  }

  private static func areApart(_ blocks: [Block]) -> Bool {
    blocks.indices.allSatisfy { a in
      blocks.indices.allSatisfy { b in
        a == b || !blocks[a].rows.overlaps(blocks[b].rows) || !blocks[a].columns.overlaps(blocks[b].columns)
      }
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let operands = blocks.enumerated().map { input, block in
      let source = block.source(of: cell, columns: inputs[input].columns)
      return Operand(.input(input, cell: source), Double(inputs[input][source]))
    }
    // A plain sum is its terms.
    guard let operation = function.operation else {
      return Expansion(operands.map { Term(Factor("#", [$0], value: $0.value)) })
    }
    let sum = operands.reduce(0) { $0 + $1.value }
    let form = operation.valueForm.replacing("#", with: operands.map { _ in "#" }.joined(separator: " + "))
    return Expansion([Term(Factor(form, operands, value: operation.value(sum)))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    guard let own = blocks[input].cell(of: cell, columns: inputs[input].columns) else { return .nothing }
    let arriving = Factor(.upstream(cell: own), upstream[own])
    let y = Double(outputs[0][own])
    let operand = Operand(.output(0, cell: own), y)
    switch function {
    case .sigmoid:
      return Expansion([
        Term(arriving, Factor("#", [operand], value: y), Factor("(1 − #)", [operand], value: 1 - y))
      ])
    case .tanh: return Expansion([Term(arriving, Factor("(1 − #²)", [operand], value: (1 - y) * (1 + y)))])
    case .identity: return Expansion([Term(arriving)])
    }
  }

  public var formulas: OperationFormulas {
    let parts = zip(inputNames, blocks).map { name, block in
      "\(name)[\(block.rows.lowerBound)…\(block.rows.upperBound - 1), "
        + "\(block.columns.lowerBound)…\(block.columns.upperBound - 1)]"
    }
    let sum = parts.joined(separator: " + ")
    let (form, slope) =
      switch function {
      case .sigmoid: ("sigmoid(\(sum))", " · y · (1 − y)")
      case .tanh: ("tanh(\(sum))", " · (1 − y²)")
      case .identity: (sum, "")
      }
    return OperationFormulas(
      forward: "y = \(form)", backward: inputNames.map { "∂\($0) = ∂y\(slope) in its block" },
      meaning: BilingualText(
        "Takes its own part of the sums and makes a gate of it: how far open, from number to number.",
        zh: "取出属于自己的那部分和，算成一道门：逐个数决定开多大。"),
      gradientMeaning: BilingualText(
        "The gradient goes back to the gate's own part of the sums, times the slope of its curve.",
        zh: "梯度乘以曲线的斜率，回到这道门自己的那部分和。"))
  }

  public static var examples: [OperationExample] {
    let x = Tensor(rows: [[0.5, -1.2, 2.1], [0.1, 0.2, -0.4], [1.3, -0.6, 0.9]])
    let other = Tensor(rows: [[0.3, 0.8], [-0.7, 0.4]])
    let block = Block(rows: 1..<3, columns: 0..<2)
    return [
      OperationExample(Gate(.sigmoid, block, plus: Block(rows: 0..<2, columns: 0..<2)), [x, other]),
      OperationExample(Gate(.tanh, Block(rows: 0..<2, columns: 1..<3)), [x]),
      OperationExample(Gate(.identity, block), [x]),
    ]
  }
}

extension GateFunction {
  /// The same as an operation of its own; nil for the identity.
  var operation: (any ElementwiseOperation)? {
    switch self {
    case .sigmoid: Sigmoid()
    case .tanh: Tanh()
    case .identity: nil
    }
  }
}
