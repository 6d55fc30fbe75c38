import Autodiff
public import NeuralNet
import Stepping

/// Which kind of network runs: the convolutional one that the plan describes, or its dense counterpart with as near
/// as possible the same number of parameters. The plan's layers stay as they are, so that going back restores them;
/// turned meanwhile, they change how many parameters the dense one may have.
enum NetworkKnob {
  static let all = [network]

  static let choices = ["convolutional", "dense"]

  static let network = Knob(
    name: "network", title: BilingualText("Network", zh: "网络类型"), symbol: "", kind: .choice { _ in choices },
    effect: .structure, availability: { $0.configuration.model.hasConvolutions },
    read: { choices[$0.usesDenseCounterpart ? 1 : 0] },
    write: { (text, plan) throws(SettingError) in
      guard choices.contains(text) else { throw SettingError("network", unknown: text, known: choices) }
      var changed = plan
      changed.usesDenseCounterpart = text == choices[1]
      return changed
    })
}

/// A network against its counterparts, everything else alike: the convolutional one against the dense one of equal
/// size, attention against recurrent cells of equal width.
public enum NetworkRace {
  /// Nil where the plan has neither convolutions nor attention.
  public static func racers(_ plan: LessonPlan) -> [Racer]? {
    if plan.configuration.model.hasConvolutions {
      return [false, true].map { isDense in
        var racer = plan
        racer.usesDenseCounterpart = isDense
        let label = isDense ? BilingualText("dense", zh: "全连接") : BilingualText("convolutional", zh: "卷积")
        return Racer(label: label, plan: racer)
      }
    }
    guard plan.configuration.model.hasAttention else { return nil }
    return [RecurrentCounterpart.Cell?.none, .lstm, .gru].map { cell in
      var racer = plan
      racer.recurrentCounterpart = cell
      let label = cell.map { BilingualText($0.rawValue.uppercased(), zh: $0.rawValue.uppercased()) }
      return Racer(label: label ?? BilingualText("attention", zh: "注意力"), plan: racer)
    }
  }
}

extension ModelDescription {
  public var hasConvolutions: Bool { layers.contains { $0.type == Convolution2D.name } }
}
