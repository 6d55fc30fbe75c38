public import TensorMath

/// y = 0: the state before the first time step, when nothing has been read. y [batch, units].
public struct StartState: Operation {
  public static let name = "start-state"
  public let inputNames: [String] = []
  public let shape: Shape

  public init(batch: Int, units: Int) { shape = [batch, units] }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.isEmpty else { throw ShapeError(name, found: inputs, needed: "no input") }
    return [shape]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.fill(0) }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {}

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    .nothing
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { .nothing }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = 0", backward: [],
      meaning: BilingualText("The state before anything has been read: zeros.", zh: "读入任何东西之前的状态：全是零。"),
      gradientMeaning: BilingualText("Nothing lies before the start.", zh: "起点之前什么也没有。"))
  }

  public static var examples: [OperationExample] { [OperationExample(StartState(batch: 2, units: 3), [])] }
}
