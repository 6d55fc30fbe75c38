import Autodiff
public import Stepping

/// The window laid on as if there were no padding: its first place is the image's corner, and every other one is off by
/// as much.
public enum MissingPadding: Mistake {
  public static let name = "missing-padding"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let window = WindowTerms(number), window.operation.padding > 0,
      let terms = window.terms(
        top: window.row * window.operation.stride, left: window.column * window.operation.stride)
    else { return [] }
    let padding = window.operation.padding
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText(
          "the window stands \(padding) too far down and to the right: the padding was forgotten",
          zh: "窗口偏右下 \(padding) 格：忘了填充"))
    ]
  }
}
