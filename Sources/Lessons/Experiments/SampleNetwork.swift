import Autodiff
import NeuralNet
import Stepping
import TensorMath

/// A training's network run forwards on inputs of a measure's choice, with every value in it to be read. It has an
/// arena of its own, so that the training is not disturbed.
final class SampleNetwork {
  private let bound: BoundProgram

  /// - Parameters:
  ///   - samples: how many rows go in at a time.
  ///   - inputs: how many numbers a sample has, where that is not what the data say: longer sequences.
  init(_ trial: Trial, samples: Int = 1, inputs: Int? = nil) throws(SettingError) {
    var model = trial.setup.compiler.model
    if let inputs { model.inputCount = inputs }
    do throws(ModelError) {
      let program = try ModelCompiler(model).predictionProgram(batchSize: samples)
      let arena = Arena(count: program.durableCount + program.transientCount)
      bound = BoundProgram(program, in: arena, transientStart: program.durableCount)
    } catch { throw SettingError("network", found: "\(error)", needed: "one that takes \(model.inputCount) inputs") }
    for (name, values) in trial.parameters {
      if let slot = bound.program.slot(named: name) { bound.mutableView(of: slot.id).copy(values) }
    }
  }

  func run(on features: [Float]) {
    bound.mutableView(of: bound.program.inputs[0]).copy(features)
    for index in bound.program.instructions.indices { bound.execute(index) }
  }

  func shape(_ name: String) -> Shape? { bound.program.slot(named: name)?.shape }

  /// What may be asked for.
  var valueNames: [String] { bound.program.slots.filter { $0.role == .value }.map(\.name) }

  /// The numbers of a value by name; nil where there is none.
  func values(_ name: String) -> [Float]? { bound.program.slot(named: name).map { bound.view(of: $0.id).values } }
}
