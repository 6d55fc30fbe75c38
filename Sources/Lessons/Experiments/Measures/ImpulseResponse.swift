import NeuralNet
import Stepping

/// What a self-recurrent layer answers to a single 1 followed by zeros, with the weights as they are.
enum ImpulseResponse {
  /// The size of the first neuron's output at each step.
  static func sizes(of layer: String, in trial: Trial, steps: Int) throws(SettingError) -> [Double] {
    let layers = trial.setup.configuration.model.layers
    guard layers.first?.name == layer, layers.first?.type == SelfRecurrent.name else {
      throw SettingError(
        "layer", found: quoted(layer), needed: "the first layer's name, and that a \(SelfRecurrent.name) one")
    }
    // The weights do not know how long the sequence is.
    let network = try SampleNetwork(trial, inputs: steps)
    var impulse = [Float](repeating: 0, count: steps)
    impulse[0] = 1
    network.run(on: impulse)
    return (0..<steps).map { step in
      // Where only the last output is given, it has the layer's own name.
      let values = network.values("\(layer).step\(step).output") ?? network.values("\(layer).output") ?? []
      return abs(Double(values.first ?? .nan))
    }
  }
}
