import Autodiff
import NeuralNet
import TensorMath
import Testing

extension LayerCase {
  /// Runs one iteration of a network from PyTorch's parameters on PyTorch's samples and compares the output, the loss
  /// and the gradient of every parameter with PyTorch's.
  ///
  /// - Parameters:
  ///   - output: name of the tensor that is the network's output.
  ///   - layer: whose parameters are meant, where the file does not say.
  ///   - tolerance: parts of a tensor's largest number.
  func expectSame(_ network: BoundNetwork, output outputName: String, layer: String? = nil, tolerance: Float = 3e-6) {
    func fullName(_ parameter: ReferenceTensor) -> String { (layer.map { "\($0)." } ?? "") + parameter.name }
    network.set("features", to: x.tensor.values)
    network.set("targets", to: target.tensor.values)
    for parameter in start { network.set(fullName(parameter), to: parameter.tensor.values) }
    network.runIteration()
    expectClose(network.values(outputName), output.tensor.values, "\(name) output", tolerance: tolerance)
    expectClose(network.values("loss"), [Float(loss)], "\(name) loss", tolerance: min(tolerance, 3e-6))
    #expect(network.program.parameters.count == gradients.count, "\(name)")
    for gradient in gradients {
      expectClose(
        network.values("\(fullName(gradient)).gradient"), gradient.tensor.values, "\(name) \(gradient.name)",
        tolerance: tolerance)
    }
  }
}
