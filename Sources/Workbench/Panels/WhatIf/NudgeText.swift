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

  /// `4.5 %`, or 1.2e-6 where percents have too many zeros.
  func difference(_ nudge: WhatIf.Nudge) -> String {
    guard let share = nudge.relativeDifference else { return nudge.real == 0 ? "0" : "NaN" }
    return share >= 0.95e-5
      ? NumberFormat(significantDigits: 2, glyphs: glyphs).text(share * 100) + " %"
      : NumberFormat(significantDigits: 2, glyphs: glyphs).text(share)
  }

  private var glyphs: ScreenCapabilities.Glyphs { format.minus.isASCII ? .ascii : .unicode }

  /// Why prediction and reality differ, in a word.
  func reason(_ nudge: WhatIf.Nudge) -> String {
    switch answer.reason(nudge) {
    case .none: return ""
    case .kink: return text(BilingualText("kink", zh: "折点"))
    case .curvature: return text(BilingualText("curvature", zh: "曲率"))
    case .rounding: return text(BilingualText("rounding", zh: "舍入"))
    }
  }

  /// The same in a sentence.
  func sentence(_ nudge: WhatIf.Nudge) -> String {
    switch answer.reason(nudge) {
    case .none:
      return nudge.real == 0
        ? text(BilingualText("no change at all", zh: "完全没有变化")) : text(BilingualText("not at all", zh: "完全一致"))
    case .kink:
      let more = nudge.kinks.count > 1 ? text(BilingualText(" and others", zh: " 等")) : ""
      let name = nudge.kinks.first.map { SlotText.name($0, program) + more } ?? ""
      return text(BilingualText("over a kink at \(name): there the slope jumps", zh: "在 \(name) 处越过了折点：那里斜率会跳变"))
    case .curvature:
      return text(BilingualText("the loss bends; as ε goes to 0 it does not", zh: "损失是弯的；ε 趋近 0 时就不弯了"))
    case .rounding:
      return text(BilingualText("rounding; a larger ε tells more", zh: "舍入误差；ε 大一些更能说明问题"))
    }
  }
}
