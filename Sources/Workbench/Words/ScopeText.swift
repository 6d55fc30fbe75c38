import Autodiff

/// Time steps and gates in words.
enum ScopeText {
  private static let gates: [String: String] = [
    "input gate": "输入门", "forget gate": "遗忘门", "output gate": "输出门", "reset gate": "重置门", "update gate": "更新门",
    "candidate": "候选值",
  ]

  /// A gate as its scope names it.
  static func gate(_ name: String) -> BilingualText { BilingualText(name, zh: gates[name] ?? name) }

  private static let sublayers: [String: String] = [
    "self-attention": "自注意力", "cross-attention": "交叉注意力", "feed-forward": "前馈网络",
  ]

  /// A part of a layer as its scope names it: `normalization 2`.
  static func sublayer(_ name: String) -> BilingualText {
    if let chinese = sublayers[name] { return BilingualText(name, zh: chinese) }
    if name.hasPrefix("normalization ") {
      return BilingualText(name, zh: "归一化 \(name.dropFirst("normalization ".count))")
    }
    return gate(name)
  }

  static func step(_ time: Int) -> BilingualText { BilingualText("step \(time)", zh: "时间步 \(time)") }

  static func steps(_ first: Int, _ last: Int) -> BilingualText {
    BilingualText("steps \(first)–\(last)", zh: "时间步 \(first)–\(last)")
  }
}
