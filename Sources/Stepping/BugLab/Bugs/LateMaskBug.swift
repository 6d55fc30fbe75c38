public import Autodiff
import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// The causal mask comes after softmax and not before it: what is hidden gets the weight 0, but it has had its share of the
/// sum by which the others were divided.
public enum LateMaskBug: PlantedBug {
  public static let name = "late-mask"
  public static let title = BilingualText("the mask is applied after softmax", zh: "掩码放在了 softmax 之后")
  public static let meaning = BilingualText(
    "The weights of a row no longer add up to 1, those of early positions least of all, and how small they are tells of positions that should be hidden.",
    zh: "一行权重之和不再是 1，越靠前的位置差得越多；而权重有多小，又泄露了本该遮住的位置。")
  public static let place = BilingualText(
    "where attention masks its scores or makes weights of them", zh: "在注意力遮住分数、或把分数变成权重的地方")

  /// The masks of a program and the softmax behind each.
  private static func nodes(_ program: Program) -> (masks: [Int], softmaxes: [Int]) {
    let masks = program.nodes.indices.filter { index in
      program.nodes[index].operation is CausalMask || program.nodes[index].operation is PassedScores
    }
    let masked = Set(masks.map { program.nodes[$0].output })
    let softmaxes = program.nodes.indices.filter { index in
      let node = program.nodes[index]
      return (node.operation is Softmax || node.operation is LateMaskedSoftmax) && masked.contains(node.inputs[0])
    }
    return (masks, softmaxes)
  }

  public static func fits(_ site: BugSite) -> Bool { !nodes(site.program).softmaxes.isEmpty }

  public static func changing(_ program: Program) -> Program {
    let (masks, softmaxes) = nodes(program)
    return program.replacingOperations { index, _ in
      masks.contains(index) ? PassedScores() : softmaxes.contains(index) ? LateMaskedSoftmax() : nil
    }
  }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    guard case .forward(let index) = program.instructions[instruction].kind else { return false }
    let (masks, softmaxes) = nodes(program)
    return masks.contains(index) || softmaxes.contains(index)
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    let program = look.program
    guard let softmax = nodes(program).softmaxes.first else {
      return BilingualText("Nothing is masked in this network.", zh: "这个网络没有掩码。")
    }
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .forward) ?? 0))
    let weights = program.nodes[softmax].output
    let columns = program[weights].shape.columns
    let sum = (0..<columns).reduce(0.0) { $0 + look.number(weights, $1) }
    return BilingualText(
      "The first row of \(program[weights].name) adds up to \(look.text(sum)): its position sees itself alone and should give all of its weight, 1, to that.",
      zh: "\(program[weights].name) 第一行之和是 \(look.text(sum))：这个位置只看得见自己，本该把全部权重 1 给自己。")
  }
}

/// A mask that leaves the scores as they are.
struct PassedScores: Operation {
  static let name = "causal-mask"
  let inputNames = ["x"]

  func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] { try CausalMask().outputShapes(of: inputs) }

  func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.copy(inputs[0]) }

  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.copy(upstream)
  }

  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([Term(Factor(.input(0, cell: cell), inputs[0][cell]))])
  }

  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))]) }

  /// What the code means to do.
  var formulas: OperationFormulas { CausalMask().formulas }
  static var examples: [OperationExample] { CausalMask.examples }
}

/// Softmax of whole rows, of which what comes later is then set to 0.
struct LateMaskedSoftmax: Operation {
  static let name = "softmax"
  let inputNames = ["x"]

  func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] { try CausalMask().outputShapes(of: inputs) }

  func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0] else { return }
    Kernels.softmaxRows(inputs[0], into: y)
    Kernels.causalMask(y.readable, masked: 0, into: y)
  }

  /// With p the whole row's softmax: ∂x[j] = p[j] · ([j ≤ i] · ∂y[j] − Σ over k ≤ i of p[k] · ∂y[k]).
  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    guard let x = gradients[0] else { return }
    Kernels.softmaxRows(inputs[0], into: x)
    for row in 0..<x.rows {
      let (start, seen) = (row * x.columns, Self.seen(inRow: row, x.columns))
      let mean = (0..<seen).reduce(0.0) { $0 + Double(x[start + $1]) * Double(upstream[start + $1]) }
      for column in 0..<x.columns {
        let arriving = column < seen ? Double(upstream[start + column]) : 0
        x[start + column] = Float(Double(x[start + column]) * (arriving - mean))
      }
    }
  }

  /// How many positions a row may look at.
  private static func seen(inRow row: Int, _ positions: Int) -> Int { row % positions + 1 }

  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let columns = inputs[0].columns
    return cell % columns < Self.seen(inRow: cell / columns, columns)
      ? Softmax().expansion(ofOutput: 0, at: cell, inputs, outputs) : Expansion([Term(.constant("0", 0))])
  }

  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (y, columns) = (outputs[0], inputs[0].columns)
    let (row, column) = (cell / columns, cell % columns)
    let seen = Self.seen(inRow: row, columns)
    // What is hidden is 0 among the outputs and has its softmax all the same.
    let isSeen = column < seen
    let p = isSeen ? Double(y[cell]) : Self.softmax(inputs[0], row, column)
    func jacobian(_ one: Int) -> Factor {
      isSeen
        ? Factor("(\(one) − #)", [Operand(.output(0, cell: cell), p)], value: Double(one) - p)
        : .constant("(\(one) − p)", Double(one) - p)
    }
    return Expansion(
      (0..<seen).map { k in
        let other = row * columns + k
        return Term(
          Factor(.upstream(cell: other), upstream[other]), Factor(.output(0, cell: other), y[other]),
          jacobian(k == column ? 1 : 0))
      })
  }

  private static func softmax(_ x: View, _ row: Int, _ column: Int) -> Double {
    let largest = (0..<x.columns).reduce(-Float.infinity) { max($0, x[row, $1]) }
    let total = (0..<x.columns).reduce(0.0) { $0 + exp(Double(x[row, $1] - largest)) }
    return exp(Double(x[row, column] - largest)) / total
  }

  /// What the code means to do.
  var formulas: OperationFormulas { Softmax().formulas }
  static var examples: [OperationExample] { CausalMask.examples }
}
