import Autodiff
import Datasets
import Screen
import Stepping

/// What the word panel says about a text.
struct WritingText {
  let texts: TokenizedTexts
  let subject: TextBench.Subject
  let reading: TextReading?
  let state: WorkbenchState

  static let classLegend = BilingualText("class probabilities", zh: "类别概率")
  /// Whose attention is shown: of the one position that the answer is read from, or of all.
  static func attentionLegend(_ reading: TextReading) -> BilingualText {
    guard let position = reading.attendedFrom else {
      return BilingualText("attention given to each token (mean, last layer)", zh: "每个词元得到的注意力（最后一层的平均）")
    }
    return BilingualText(
      "attention from position \(position), which is read", zh: "位置 \(position) 的注意力（答案从这里读出）")
  }
  /// From the longest to the shortest.
  static let alignmentLegends = [
    BilingualText("rows written, columns read: attention (mean of heads)", zh: "行：写出的，列：读入的；注意力（各头平均）"),
    BilingualText("rows written, columns read", zh: "行写出，列读入"),
  ]

  /// Why a typed text cannot be read.
  static func problem(_ error: TokenError) -> BilingualText {
    let english = error.description
    let chinese =
      switch error {
      case .empty(let unit, let most): "没有\(name(unit))，需要 1 到 \(most) 个。"
      case .tooLong(_, let count, let unit, let most): "有 \(count) 个\(name(unit))，最多 \(most) 个。"
      case .tooShort(_, let count, let unit, let length): "有 \(count) 个\(name(unit))，需要 \(length) 个，这里的文本都这么长。"
      case .unknown(let token, let vocabulary):
        vocabulary.unit == .letters
          ? "词表里没有字母“\(token)”，只有：\(vocabulary.ordinaryTokens.joined())。"
          : "词表里没有\(name(vocabulary.unit))“\(token)”。"
      }
    return BilingualText("Text: \(english)\(english.hasSuffix("?") ? "" : ".")", zh: "文本：\(chinese)")
  }

  /// What a vocabulary's tokens are called in Chinese.
  private static func name(_ unit: TextUnit) -> String {
    switch unit {
    case .letters: "字母"
    case .words: "单词"
    case .sounds: "音素"
    }
  }

  private var vocabulary: Vocabulary { texts.tokens.told.vocabulary }

  /// Sounds and words have spaces between them.
  var hasGaps: Bool { vocabulary.unit != .letters }

  /// One written token; the end by its sign.
  func written(_ token: Int) -> String { vocabulary.text(of: token) }

  /// What was written, as it is read.
  private var result: String? { reading.map { vocabulary.text(of: $0.written) } }

  /// Whether the network is wrong about a sample.
  var isWrong: Bool {
    guard let answer = subject.answer, let reading else { return false }
    if case .classes(let names) = texts.question {
      let probabilities = reading.classProbabilities
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
      return best.flatMap { names[safe: $0] } != answer
    }
    return result != answer && state.textBench.most == nil
  }

  /// `test #12 knight: N AY T, right is N AY T`
  var title: String {
    var what =
      subject.tokens.isEmpty
      ? BilingualText("from the beginning, \(beginning)", zh: "从开头 \(beginning) 写起")
      : BilingualText("typed: \(subject.text)", zh: "输入：\(subject.text)")
    if let sample = subject.sample {
      let part = sample.part == .test ? BilingualText("test", zh: "测试") : BilingualText("training", zh: "训练")
      what = BilingualText(
        "\(part.english) #\(sample.index): \(subject.text)", zh: "\(part.chinese) #\(sample.index)：\(subject.text)")
    }
    guard texts.question != .nextToken, let reading else { return state.text(what) }
    let right = subject.answer.map { BilingualText(", right is \($0)", zh: "，正确的是 \($0)") } ?? BilingualText("", zh: "")
    if case .classes(let names) = texts.question {
      let probabilities = reading.classProbabilities
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      let name = names[safe: best] ?? ""
      return state.text(
        BilingualText(
          "\(what.english): taken for \(name)\(right.english)", zh: "\(what.chinese)：判为 \(name)\(right.chinese)"))
    }
    return state.text(
      BilingualText(
        "\(what.english) \(arrow) \(result ?? "")\(right.english)",
        zh: "\(what.chinese) \(arrow) \(result ?? "")\(right.chinese)"))
  }

  private var beginning: String { vocabulary.start.map { vocabulary.text(of: $0) } ?? "" }

  private var arrow: String { state.capabilities.isUnicode ? "→" : "->" }

  /// `sample t=0.8 seed=1 · after iteration 300 · log p −4.21`
  var settings: String {
    let rule = state.textBench.decoding.text
    guard let reading else { return rule }
    let format = NumberFormat(glyphs: state.capabilities.glyphs)
    let p = format.text(Float(reading.logProbability))
    return state.text(
      BilingualText(
        "\(rule), iteration \(reading.completedIterations), log p of its own \(p)",
        zh: "\(rule)，迭代 \(reading.completedIterations)，所写部分的 log p 为 \(p)"))
  }

  /// `sound 3 of 6 could be`, and of one that was given how probable it was: `letter 2 of 5 could be (n is given: 0.081)`
  func barsTitle(at place: Int) -> String {
    let count = (reading?.given.count ?? 0) + (reading?.written.count ?? 0)
    let noun = vocabulary.unit.noun
    guard let reading, place < count else {
      return state.text(BilingualText("the \(noun) that would come next", zh: "接下来会是什么"))
    }
    var given = BilingualText("", zh: "")
    if place < reading.given.count, let token = reading.token(at: place) {
      let name = written(token)
      guard let probability = reading.given[place][safe: token] else {
        return state.text(
          BilingualText("\(noun) 1 of \(count), \(name), is given", zh: "第 1/\(count) 个 \(name) 是给定的"))
      }
      let p = NumberFormat(glyphs: state.capabilities.glyphs).text(Double(probability), decimals: 3)
      given = BilingualText("; \(name), which is given: \(p)", zh: "；给定的是 \(name)：\(p)")
    }
    return state.text(
      BilingualText(
        "\(noun) \(place + 1) of \(count) could be\(given.english)",
        zh: "第 \(place + 1)/\(count) 个：可能是什么\(given.chinese)"))
  }
}
