import Autodiff
import NeuralNet
import Stepping

/// Knobs that limit what the optimizer gets to see of the gradients; 0 is no limit.
enum ClippingKnobs {
  static let all = [norm, value]

  static let norm = limit("clip-norm", BilingualText("Limit on the gradients' norm", zh: "梯度范数上限"), \.norm)
  static let value = limit("clip-value", BilingualText("Limit on each gradient", zh: "单个梯度上限"), \.value)

  private static let scale = NumberScale(0...1000, .ratio(smallest: 1e-3))

  private static func limit(
    _ name: String, _ title: BilingualText, _ path: any WritableKeyPath<GradientClipping, Float> & Sendable
  ) -> Knob {
    Knob(
      name: name, title: title, symbol: "c", kind: .number(scale), effect: .structure, availability: { _ in true },
      read: { $0.configuration.clipping[keyPath: path].short },
      write: { (text, plan) throws(SettingError) in
        var changed = plan
        changed.configuration.clipping[keyPath: path] = Float(try scale.number(text, of: name))
        return changed
      })
  }
}
