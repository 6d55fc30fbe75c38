public import TensorMath

/// An operation that treats each cell by itself: one function, its derivative, and how both are
/// written. Conformers give the two numbers for a cell; the explanations follow from them.
public protocol ElementwiseOperation: Operation {
  /// How the value is written, with # for x: `"tanh(#)"`.
  var valueForm: String { get }
  func value(_ x: Double) -> Double

  /// How the local derivative is written and from which of x and y: `("(1 − #²)", .y)`.
  var derivativeForm: (form: String, of: DerivativeOperand) { get }
  func derivative(x: Double, y: Double) -> Double
}

/// What a local derivative is computed from.
public enum DerivativeOperand: Sendable { case x, y }

extension ElementwiseOperation {
  public var inputNames: [String] { ["x"] }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1 else { throw ShapeError(name, found: inputs, needed: "one input") }
    return inputs
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let x = Double(inputs[0][cell])
    return Expansion([Term(Factor(valueForm, [Operand(.input(0, cell: cell), x)], value: value(x)))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, y) = (Double(inputs[0][cell]), Double(outputs[0][cell]))
    let operand =
      switch derivativeForm.of {
      case .x: Operand(.input(0, cell: cell), x)
      case .y: Operand(.output(0, cell: cell), y)
      }
    let local = Factor(derivativeForm.form, [operand], value: derivative(x: x, y: y))
    return Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]), local)])
  }
}

/// Inputs for the examples of elementwise functions: both signs, small and large, none at 0.
let elementwiseExampleInput = Tensor([2, 3], [-2.1, -0.7, -0.15, 0.2, 0.9, 2.4])
