import Autodiff
import Screen
import Stepping

/// How a nudge and its answer are written.
struct NudgeText {
  let answer: WhatIf
  let program: Program
  let format: NumberFormat
  /// Words in the learner's language.
  let text: (BilingualText) -> String

  /// `4.5 %`, or 1e-6 where percents have too many zeros; nothing where nothing changes.
  func difference(_ nudge: WhatIf.Nudge) -> String {
    guard let share = nudge.relativeDifference else { return nudge.real == 0 ? "0" : "NaN" }
    return share >= 0.00095
      ? NumberFormat(significantDigits: 2, glyphs: glyphs).text(share * 100) + " %"
      : NumberFormat(significantDigits: 2, glyphs: glyphs).text(share)
  }

  private var glyphs: ScreenCapabilities.Glyphs { format.minus.isASCII ? .ascii : .unicode }

  /// Why prediction and reality differ, in a word.
  func reason(_ nudge: WhatIf.Nudge) -> String {
    if !nudge.kinks.isEmpty { return text(BilingualText("kink", zh: "折点")) }
    if answer.isRounding(nudge) { return text(BilingualText("rounding", zh: "舍入")) }
    return text(BilingualText("curvature", zh: "曲率"))
  }

  /// The same in a sentence.
  func sentence(_ nudge: WhatIf.Nudge) -> String {
    if let kink = nudge.kinks.first {
      let more = nudge.kinks.count > 1 ? text(BilingualText(" and others", zh: " 等")) : ""
      let name = SlotText.name(kink, program) + more
      return text(BilingualText("over a kink of \(name): there the slope jumps", zh: "越过了 \(name) 的折点：那里斜率会跳变"))
    }
    if answer.isRounding(nudge) {
      let size = NumberFormat(significantDigits: 1, glyphs: glyphs).text(answer.rounding)
      return text(
        BilingualText(
          "as small as rounding, about \(size): a larger ε tells more", zh: "与舍入误差（约 \(size)）相当：ε 大一些更能说明问题"))
    }
    return text(BilingualText("the loss bends: a smaller ε has less of it", zh: "损失是弯的：ε 越小，弯曲的影响越小"))
  }
}
