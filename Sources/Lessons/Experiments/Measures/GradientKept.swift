public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// How much of the gradient at the last time step of a recurrent layer is left at an earlier one, before any training and
/// in the first batch that has a gradient (where every answer is right beyond doubt there is none):
///
///     ‖∂loss/∂h(t)‖ / ‖∂loss/∂h(T)‖
///
/// Norms are taken over all samples and units. For `value: cell` it is the cell of an LSTM in place of its state. With
/// linear units and orthogonal recurrent weights of spectral radius ρ it is ρ^(T−t). (Pascanu, Mikolov and Bengio 2013,
/// "On the difficulty of training recurrent neural networks", section 2.)
public struct GradientKept: Measure {
  public static let name = "gradient-kept"
  public static let settings = [
    MeasureSetting("layer"), MeasureSetting("step", default: "0"), MeasureSetting("value", default: "state"),
  ]

  private let layer: String
  private let step: Int
  private let value: String
  private var share: Double?

  public init(_ settings: [String: String]) throws(SettingError) {
    layer = settings["layer"] ?? ""
    step = try MeasureText.count(settings, "step", 0...2000)
    value = settings["value"] ?? "state"
    guard ["state", "cell"].contains(value) else {
      throw SettingError("value", unknown: value, known: ["state", "cell"])
    }
  }

  public var title: BilingualText {
    BilingualText("share of the last gradient left at step \(step)", zh: "到第 \(step) 步还剩的梯度（与最后一步之比）")
  }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    // With a learning rate of 0 every batch of an epoch meets the first weights.
    var still = trial.setup.configuration
    still.learningRate = 0
    guard let setup = try? TrainingSetup(still, data: trial.setup.data), let machine = try? TrainingMachine(setup)
    else {
      return
    }
    let program = machine.program
    let slots = Self.slots(of: layer, value, in: program)
    guard let last = slots.last else {
      let known = program.slots.map(\.name).filter { $0.hasSuffix(".step0.\(value)") }
      throw SettingError("layer", unknown: layer, known: known.map { String($0.dropLast(".step0.\(value)".count)) })
    }
    guard slots.indices.contains(step) else {
      throw SettingError("step", found: String(step), needed: "a time step from 0 to \(slots.count - 1)")
    }
    for _ in 0..<machine.batchesPerEpoch {
      machine.runIteration()
      guard let early = Self.norm(of: slots[step], in: machine), let late = Self.norm(of: last, in: machine) else {
        return
      }
      if late > 0 {
        share = early / late
        return
      }
    }
  }

  /// The layer's states or cells, one each time step; the last state is the layer's output where that is all it gives.
  private static func slots(of layer: String, _ value: String, in program: Program) -> [Slot] {
    var slots: [Slot] = []
    while let slot = program.slot(named: "\(layer).step\(slots.count).\(value)") { slots.append(slot) }
    if value == "state", !slots.isEmpty, let output = program.slot(named: "\(layer).output"),
      output.shape == slots[0].shape
    {
      slots.append(output)
    }
    return slots
  }

  private static func norm(of slot: Slot, in machine: TrainingMachine) -> Double? {
    guard let gradient = machine.program.gradient(of: slot.id) else { return nil }
    return machine.bound.view(of: gradient).values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { share }
}
