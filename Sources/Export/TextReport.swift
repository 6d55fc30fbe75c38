public import Autodiff
public import Datasets
import Screen
public import Stepping

/// What a network makes of a typed text, as lines and as JSON: its class, how it goes on, or what it becomes.
public struct TextReport: Sendable {
  private let text: String
  private let texts: TokenizedTexts
  private let reading: TextReading

  /// - Parameter text: as it was typed.
  public init(_ text: String, _ texts: TokenizedTexts, _ reading: TextReading) {
    self.text = text
    self.texts = texts
    self.reading = reading
  }

  private var written: String { texts.tokens.told.vocabulary.text(of: reading.written) }

  public var json: JSON {
    let common: [JSON.Member] = [
      JSON.Member("text", .string(text)), JSON.Member("iteration", .integer(reading.completedIterations)),
    ]
    if case .classes(let names) = texts.question {
      return .object(
        common + [
          JSON.Member("classes", .strings(names)),
          JSON.Member("probabilities", .array(reading.classProbabilities.map(JSON.float))),
        ])
    }
    return .object(
      common + [
        JSON.Member("choice", .string(reading.request.decoding.text)), JSON.Member("written", .string(written)),
        JSON.Member("tokens", .strings(reading.written.map { texts.tokens.told.vocabulary.text(of: $0) })),
        JSON.Member("log_probability", .number(reading.logProbability)),
      ])
  }

  public func lines(_ language: Language) -> [String] {
    let format = NumberFormat()
    guard case .classes(let names) = texts.question else { return ["\(text) → \(written)"] }
    let probabilities = reading.classProbabilities
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let title = BilingualText(
      "\"\(text)\" is taken for \(names[best]):", zh: "“\(text)”判为 \(names[best])：")
    return [title[language]]
      + AlignedColumns.lines(names.indices.map { [names[$0], format.text(Double(probabilities[$0]), decimals: 4)] })
  }
}
