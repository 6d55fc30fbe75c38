import Autodiff
import Screen
import Stepping

/// The first number in which two branches differ, in one sentence.
enum DifferenceText {
  static func sentence(_ difference: FirstDifference?, _ format: NumberFormat) -> BilingualText {
    guard let difference else {
      return BilingualText("No number differs as far as was compared.", zh: "在比较的范围内，没有不同的数。")
    }
    let (place, iteration) = (difference.place, difference.moment.iteration)
    guard let here = difference.value, let there = difference.otherValue else {
      return BilingualText(
        "They part at iteration \(iteration): \(place) is of another shape or on one side only.",
        zh: "从第 \(iteration) 次迭代起不同：\(place) 的形状不同，或只有一边才有。")
    }
    let (ours, theirs) = texts(here, there, format)
    return BilingualText(
      "First number that differs: \(place), iteration \(iteration): here \(ours), there \(theirs).",
      zh: "第一个不同的数：\(place)，第 \(iteration) 次迭代：这里 \(ours)，那里 \(theirs)。")
  }

  /// Two numbers with as many digits as it takes to see that they differ; nine tell any two floats apart.
  private static func texts(_ here: Float, _ there: Float, _ format: NumberFormat) -> (String, String) {
    for digits in format.significantDigits...9 {
      var format = format
      format.significantDigits = digits
      let (ours, theirs) = (format.text(here), format.text(there))
      if ours != theirs { return (ours, theirs) }
    }
    return ("\(here)", "\(there)")
  }
}

/// The letter that marks a change, on curves and time lines.
enum ChangeMark {
  static func sign(_ change: Intervention.Change) -> Character {
    switch change {
    case .learningRate: "η"
    case .optimizerConstants: "c"
    case .parameter: "e"
    case .structure: "s"
    }
  }
}
