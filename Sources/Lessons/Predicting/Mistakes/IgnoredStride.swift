import Autodiff
public import Stepping

/// The window moved by one pixel from place to place, where the stride says more.
public enum IgnoredStride: Mistake {
  public static let name = "ignored-stride"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard let window = WindowTerms(number), window.operation.stride > 1,
      let terms = window.terms(
        top: window.row - window.operation.padding, left: window.column - window.operation.padding)
    else { return [] }
    let stride = window.operation.stride
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(terms), MistakeArithmetic.text(terms),
        BilingualText(
          "the window moves by \(stride) pixels from place to place, not by 1", zh: "窗口每次移动 \(stride) 个像素，而不是 1 个"))
    ]
  }
}
