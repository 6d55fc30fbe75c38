import Autodiff
import TensorMath

/// y = x: a value under another name, such as the prediction where the outputs are predictions already.
struct Copy: ElementwiseOperation {
  static let name = "copy"
  func forward(_ inputs: ViewList, into outputs: MutableViewList) { outputs[0]?.copy(inputs[0]) }
  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.copy(upstream)
  }
  let valueForm = "#"
  func value(_ x: Double) -> Double { x }
  var derivativeForm: (form: String, of: DerivativeOperand) { ("1", .x) }
  func derivative(x: Double, y: Double) -> Double { 1 }
  var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = x", backward: ["∂x = ∂y"], meaning: BilingualText("Passes on.", zh: "原样传递。"),
      gradientMeaning: BilingualText("Passes on.", zh: "原样传递。"))
  }
  static var examples: [OperationExample] { [] }
}
