import Autodiff
import Datasets
import Screen
import Stepping

/// What the word panel says in words.
enum WordText {
  static let noWords = BilingualText("This lesson's samples are no words.", zh: "本课的样本不是单词。")

  /// `test #12 éclair is French: taken for French, p 0.91`
  static func title(
    _ subject: WordBench.Subject, _ reading: WordReading?, _ names: [String], _ state: WorkbenchState
  ) -> String {
    var what = BilingualText("typed: \(subject.text)", zh: "输入：\(subject.text)")
    if let sample = subject.sample, let truth = subject.truth {
      let part = sample.part == .test ? BilingualText("test", zh: "测试") : BilingualText("training", zh: "训练")
      let name = names[safe: truth] ?? ""
      what = BilingualText(
        "\(part.english) #\(sample.index) \(subject.text) is \(name)",
        zh: "\(part.chinese) #\(sample.index) \(subject.text) 是 \(name)")
    }
    guard let reading, let predicted = reading.predicted.last else { return state.text(what) }
    let probability = reading.probabilities(after: reading.letterCount - 1)[predicted]
    let (name, p) = (names[safe: predicted] ?? "", NumberFormat(glyphs: state.capabilities.glyphs).text(probability))
    return state.text(
      BilingualText("\(what.english): taken for \(name), p \(p)", zh: "\(what.chinese)：判为 \(name)，概率 \(p)"))
  }

  static func legend(_ theme: Theme, _ state: WorkbenchState) -> String {
    let sign = theme.signs.right
    return state.text(
      BilingualText(
        "class probability after each letter, \(sign) the highest", zh: "每读一个字母后的类别概率，\(sign) 为最大"))
  }

  /// `after "écl", letter 3 of 6`
  static func after(_ letter: Int, of subject: WordBench.Subject, _ state: WorkbenchState) -> String {
    let read = String(subject.text.prefix(letter + 1))
    let count = subject.places.count
    return state.text(
      BilingualText(
        "after \"\(read)\", letter \(letter + 1) of \(count)", zh: "读完“\(read)”之后，第 \(letter + 1)/\(count) 个字母"))
  }

  /// Why a typed word cannot be read.
  static func problem(_ error: WordError) -> BilingualText {
    let english = "Word: \(error.description)."
    let chinese =
      switch error {
      case .empty(let most): "单词：没有字母，需要 1 到 \(most) 个。"
      case .tooLong(let word, let most): "单词：“\(word.prefix(20))”有 \(word.count) 个字母，最多 \(most) 个，与最长的单词一样。"
      case .unknownLetter(let letter, let known): "单词：数据中没有字母“\(letter)”，只有：\(String(known))。"
      }
    return BilingualText(english, zh: chinese)
  }
}
