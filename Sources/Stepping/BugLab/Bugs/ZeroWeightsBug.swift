public import Autodiff
import NeuralNet
import TensorMath

/// All weights start at 0, so that all units of a layer are alike for ever.
public enum ZeroWeightsBug: PlantedBug {
  public static let name = "zero-weights"
  public static let title = BilingualText("all weights start at zero", zh: "所有权重都从零开始")
  public static let meaning = BilingualText(
    "Units that start alike get the same gradients and stay alike; behind a layer of zeros no gradient arrives at all.",
    zh: "起点相同的神经元得到相同的梯度，永远一样；一层全是零时，梯度根本传不到它前面。")
  public static let place = BilingualText("at the start, or where a weight is first used", zh: "在开头，或权重第一次被用到的地方")

  private static let setting = "initialization"

  private static func takesInitialization(_ layer: LayerDescription) -> Bool {
    LayerCatalog.all.first { $0.name == layer.type }?.settings.contains { $0.name == setting } ?? false
  }

  /// A single layer learns from zeros as well as from anything.
  public static func fits(_ site: BugSite) -> Bool {
    let layers = site.configuration.model.layers.filter(takesInitialization)
    return layers.count > 1 && layers.contains { $0.settings[setting] != ZeroInitializer.name }
  }

  public static func changing(_ configuration: TrainingConfiguration) -> TrainingConfiguration {
    var changed = configuration
    changed.initialValues = [:]
    for index in changed.model.layers.indices where takesInitialization(changed.model.layers[index]) {
      changed.model.layers[index].settings[setting] = ZeroInitializer.name
    }
    return changed
  }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    let read = program.instructions[instruction].reads
    if instruction == 0 { return true }
    return program.instructions[instruction].phase < .update
      && read.contains { program[$0].role == .parameter && program[$0].shape.rank > 1 }
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    timeline.go(to: .start)
    let look = BugEvidence(timeline)
    let program = look.program
    var (zeros, count) = (0, 0)
    for parameter in program.parameters where program[parameter.slot].shape.rank > 1 {
      let weights = timeline.machine.bound.view(of: parameter.slot)
      count += weights.count
      zeros += weights.values.count { $0 == 0 }
    }
    return BilingualText(
      "Before the first iteration \(zeros) of the \(count) weights are 0.", zh: "第一次迭代之前，\(count) 个权重中有 \(zeros) 个是 0。")
  }
}
