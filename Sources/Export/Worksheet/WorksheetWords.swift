import Autodiff

/// The sheet's own words.
struct WorksheetWords {
  let language: Language

  func text(_ english: String, _ chinese: String) -> String { BilingualText(english, zh: chinese)[language] }

  var given: String { text("Given", "已知") }
  var formula: String { text("Formula", "公式") }
  var compute: String { text("Compute", "计算") }
  var working: String { text("Working", "过程") }
  var key: String { text("Answer key", "答案") }
  var answer: String { text("Answer", "答案") }
  var inWhich: String { text("where", "其中") }

  func title(_ sheet: Worksheet) -> String {
    text(
      "\(sheet.lesson): iteration \(sheet.iteration), step \(sheet.step)",
      "\(sheet.lesson)：第 \(sheet.iteration) 次迭代，第 \(sheet.step) 步")
  }

  func phase(_ phase: Phase) -> String {
    switch phase {
    case .load: text("load", "载入")
    case .forward: text("forward pass", "前向传播")
    case .loss: text("loss", "损失")
    case .backward: text("backward pass", "反向传播")
    case .update: text("update", "更新")
    }
  }

  func digits(_ sheet: Worksheet) -> String {
    text(
      "Numbers are rounded to \(sheet.digits) significant digits. Give answers to \(sheet.digits - 1).",
      "数值四舍五入到 \(sheet.digits) 位有效数字。答案写到 \(sheet.digits - 1) 位。")
  }

  func leftOut(_ sheet: Worksheet) -> String? {
    guard sheet.count > sheet.blanks.count else { return nil }
    return text(
      "The step computes \(sheet.count) numbers; the first \(sheet.blanks.count) are asked for.",
      "这一步共计算 \(sheet.count) 个数；这里只问前 \(sheet.blanks.count) 个。")
  }
}
