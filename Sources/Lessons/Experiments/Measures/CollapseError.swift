public import Autodiff
import Datasets
public import NeuralNet
import Stepping
import TensorMath

/// How far a stack of dense layers is from being a single one: its matrices are multiplied out,
///
///     W = W₁ · W₂ · …,   b = (b₁ · W₂ + b₂) · W₃ + …
///
/// and x · W + b is compared with what the network's last layer says of each training sample, after training.
/// The largest difference, in units of the spread (standard deviation) of the network's own answers: about 0 for linear layers.
public struct CollapseError: Measure {
  public static let name = "collapse-error"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText {
    BilingualText("distance from a single linear layer", zh: "与单个线性层的差别")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let data = trial.setup.data.train
    let layers = trial.setup.configuration.model.layers
    guard layers.allSatisfy({ $0.type == Dense.name }), let last = layers.last else {
      throw SettingError(Self.name, found: "a layer that is not dense", needed: "dense layers only")
    }
    let network = try SampleNetwork(trial, samples: data.count)
    network.run(on: data.inputs.values)
    guard let answers = network.values("\(last.name).sum") ?? network.values("\(last.name).output") else { return nil }
    let single = Matrix.product(of: layers, trial.parameters, inputs: data.featureCount)
    var largest = 0.0
    for sample in 0..<data.count {
      let row = data.inputs.values[sample * data.featureCount..<(sample + 1) * data.featureCount].map(Double.init)
      for (unit, value) in single.applied(to: row).enumerated() {
        largest = max(largest, abs(value - Double(answers[sample * single.columns + unit])))
      }
    }
    let mean = answers.reduce(0) { $0 + Double($1) } / Double(answers.count)
    let spread =
      (answers.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(answers.count)).squareRoot()
    return spread > 0 ? largest / spread : nil
  }

  /// x · weights + bias, in double precision.
  private struct Matrix {
    var weights: [[Double]]
    var bias: [Double]

    var columns: Int { bias.count }

    func applied(to row: [Double]) -> [Double] {
      bias.indices.map { unit in row.indices.reduce(bias[unit]) { $0 + row[$1] * weights[$1][unit] } }
    }

    static func product(of layers: [LayerDescription], _ parameters: [String: [Float]], inputs: Int) -> Matrix {
      // Begins as "every input to itself".
      let identity = (0..<inputs).map { row in (0..<inputs).map { $0 == row ? 1.0 : 0 } }
      return layers.reduce(Matrix(weights: identity, bias: Array(repeating: 0, count: inputs))) { made, layer in
        let bias = (parameters["\(layer.name).bias"] ?? []).map(Double.init)
        let weight = (parameters["\(layer.name).weight"] ?? []).map(Double.init)
        let rows = made.columns
        let own = Matrix(
          weights: (0..<rows).map { row in bias.indices.map { weight[row * bias.count + $0] } }, bias: bias)
        let plain = Matrix(weights: own.weights, bias: Array(repeating: 0, count: bias.count))
        return Matrix(weights: made.weights.map(plain.applied), bias: own.applied(to: made.bias))
      }
    }
  }
}
