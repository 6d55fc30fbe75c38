import Autodiff
import NeuralNet
import Stepping

/// Every optimizer on one network, from one start.
///
/// One learning rate for all would say more of the rate than of the rule, so each gets its usual one: plain
/// descent the one that is set, or 0.1; momentum a tenth of that, since its velocity adds up to ten steps
/// (1/(1 − 0.9)); rules that divide by the gradient's size what their papers and PyTorch use, ten times
/// that for networks as small as a lesson's.
public enum OptimizerRace {
  public static func racers(_ plan: LessonPlan) -> [Racer] {
    let configuration = plan.configuration
    let plain = configuration.optimizer.name == "sgd" ? configuration.learningRate : 0.1
    return OptimizerCatalog.names.map { name in
      var racer = plan
      let isSet = configuration.optimizer.name == name
      let rate = isSet ? configuration.learningRate : usualRate(name, plain: plain)
      racer.configuration.optimizer = isSet ? configuration.optimizer : OptimizerDescription(name)
      racer.configuration.learningRate = rate
      return Racer(label: BilingualText("\(name) η \(rate.short)", zh: "\(name) η \(rate.short)"), plan: racer)
    }
  }

  private static func usualRate(_ name: String, plain: Float) -> Float {
    switch name {
    case "sgd": plain
    case "momentum", "nesterov": Float((Double(plain.short) ?? 0.1) / 10)
    case "adagrad": 0.1
    case "adadelta": 1
    default: 0.01
    }
  }
}
