import Autodiff
import NeuralNet
import Stepping

/// Knobs against overfitting that are no penalties: labels that are less than certain, units that are
/// silenced by chance.
enum RegularizationKnobs {
  static let all = [labelSmoothing, dropout]

  static let labelSmoothing = Knob(
    name: "label-smoothing", title: BilingualText("Label smoothing", zh: "标签平滑"), symbol: "ε",
    kind: .number(smoothingScale), effect: .structure,
    availability: { plan in
      LossCatalog.all.contains { $0.name == plan.configuration.model.loss && $0.takesLabelSmoothing }
    },
    read: { $0.configuration.model.labelSmoothing.short },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.model.labelSmoothing = Float(try smoothingScale.number(text, of: "label-smoothing"))
      return changed
    })

  private static let smoothingScale = NumberScale(0...0.5, .step(0.05))

  /// After every hidden layer, of convolutions whole maps; layers of a lesson's own are apart from it.
  static let dropout = Knob(
    name: "dropout", title: BilingualText("Dropout after hidden layers", zh: "隐藏层后的 dropout"), symbol: "p",
    kind: .number(dropoutScale), effect: .structure,
    availability: { !$0.configuration.model.hiddenLayers.isEmpty || $0.configuration.model.hasConvolutions },
    read: { $0.configuration.model.dropout.short },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.model.dropout = Float(try dropoutScale.number(text, of: "dropout"))
      return changed
    })

  private static let dropoutScale = NumberScale(0...0.95, .step(0.05))
}
