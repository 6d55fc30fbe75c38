public import TensorMath

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y[t, 2i] = sin(t / 10000^(2i/width)), y[t, 2i+1] = cos of the same: numbers that tell the positions of a sequence
/// apart, from waves of growing length (Vaswani et al. 2017, arXiv:1706.03762, section 3.5). y [length, width].
public struct SinusoidalPositions: Operation {
  public static let name = "sinusoidal-positions"
  public let inputNames: [String] = []
  public let length: Int
  public let width: Int

  public init(length: Int, width: Int) {
    self.length = length
    self.width = width
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.isEmpty, length > 0, width > 0 else {
      throw ShapeError(name, found: inputs, needed: "no input, and at least one position and one number for each")
    }
    return [[length, width]]
  }

  /// A number of the result, as it is written and what it is.
  private func number(at cell: Int) -> (text: String, value: Double) {
    let (position, column) = (cell / width, cell % width)
    let pair = column - column % 2
    let angle = Double(position) / pow(10000, Double(pair) / Double(width))
    let (name, value) = column == pair ? ("sin", sin(angle)) : ("cos", cos(angle))
    return ("\(name)(\(position)/10000^(\(pair)/\(width)))", value)
  }

  private var values: [Float] { (0..<length * width).map { Float(number(at: $0).value) } }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.copy(values) }

  /// They are the same in every iteration, and computed once.
  public func boundForward(_ inputs: ViewList, into outputs: MutableViewList) -> Action {
    let values = values
    return Action { outputs[0]?.copy(values) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {}

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let number = number(at: cell)
    return Expansion([Term(.constant(number.text, number.value))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { .nothing }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[t, 2i] = sin(t / 10000^(2i/\(width))),  y[t, 2i+1] = cos(t / 10000^(2i/\(width)))", backward: [],
      meaning: BilingualText(
        "Gives each position numbers of its own, from fast waves to slow ones: attention alone knows no order.",
        zh: "用由快到慢的波给每个位置一组自己的数：注意力本身不知道先后次序。"),
      gradientMeaning: BilingualText("Nothing is learned here: no gradient passes.", zh: "这里没有可学的东西：梯度不通过。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(SinusoidalPositions(length: 3, width: 4), []),
      OperationExample(SinusoidalPositions(length: 2, width: 3), []),
    ]
  }
}
