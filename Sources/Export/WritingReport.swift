public import Autodiff
import Datasets
import Screen
public import Stepping
import TensorMath

#if canImport(Glibc)
  import Glibc
#endif

/// How well a network writes, as lines and as JSON. Of a transcription: how many whole sequences are right, and the first
/// mistakes. Of a language model: its loss beside that of counted n-grams on the same samples, and texts that it writes.
public struct WritingReport: Sendable {
  private let lesson: String
  private let iterations: Int
  private let tokens: SampleTokens
  private let score: EvaluationPoint.Score
  private let transcription: TranscriptionTest?
  private let counted: [Double]
  private let written: [String]
  private let sources: [String]
  private let mistakes: Int

  /// Texts that a language model is let write.
  private static let drawnTexts = 10
  private static let longestCounts = 4

  /// Nil where nothing is written.
  public init?(of timeline: Timeline, lesson: String, mistakes: Int) {
    let data = timeline.setup.data
    guard case .texts(let texts) = data.raw, data.test.task.asksAtEveryPosition,
      let score = timeline.currentEvaluation()?.test
    else { return nil }
    self.lesson = lesson
    self.score = score
    self.mistakes = mistakes
    tokens = texts.tokens
    iterations = timeline.completedIterations
    transcription = timeline.transcriptionTest()
    sources = transcription.map { $0.cases.map { texts.text(data.testExamples[$0.sample]) } } ?? []
    guard transcription == nil else {
      (counted, written) = ([], [])
      return
    }
    counted = (1...Self.longestCounts).compactMap { NextTokenCounts(data, length: $0)?.loss(on: data.test) }
    let hasStart = texts.tokens.source.vocabulary.start != nil
    written = (1...UInt64(Self.drawnTexts)).compactMap { seed in
      let first = hasStart ? [] : Array(texts.seen(data.testExamples[0]).prefix(1))
      return timeline.reading(TextRequest(tokens: first, decoding: Decoding(.sample, seed: seed))).map {
        texts.tokens.told.vocabulary.text(of: first + $0.written)
      }
    }
  }

  public var json: JSON {
    let common: [JSON.Member] = [
      JSON.Member("lesson", .string(lesson)), JSON.Member("iteration", .integer(iterations)),
      JSON.Member("test_loss", .number(score.loss)), JSON.Member("token_accuracy", .number(score.metric)),
    ]
    guard let transcription else {
      return .object(
        common + [
          JSON.Member("ngram_losses", .array(counted.map(JSON.number))), JSON.Member("written", .strings(written)),
        ])
    }
    return .object(
      common + [
        JSON.Member("samples", .integer(transcription.cases.count)),
        JSON.Member("sequence_accuracy", .number(transcription.sequenceAccuracy)),
        JSON.Member("token_error_rate", .number(transcription.errorRate)),
      ])
  }

  public func lines(_ language: Language) -> [String] {
    func text(_ english: String, _ chinese: String) -> String { BilingualText(english, zh: chinese)[language] }
    let format = NumberFormat()
    let noun = tokens.told.vocabulary.unit.noun
    var lines = [
      text("\(lesson), after iteration \(iterations)", "\(lesson)，第 \(iterations) 次迭代后"),
      text(
        "test loss \(format.text(score.loss)) nats a \(noun) (perplexity \(format.text(exp(score.loss)))); told the right ones before it, \(percent(score.metric)) of \(noun)s right",
        "测试损失：每个词元 \(format.text(score.loss)) 奈特（困惑度 \(format.text(exp(score.loss)))）；前面给的都是正确词元时，\(percent(score.metric)) 的词元正确"
      ),
    ]
    guard let transcription else {
      for (index, loss) in counted.enumerated() {
        lines.append(
          text(
            "  counted \(index + 1)-grams on the same samples: \(format.text(loss))",
            "  同样的样本上，\(index + 1) 元计数：\(format.text(loss))"))
      }
      lines.append(text("written, drawn at temperature 1:", "以温度 1 抽样写出："))
      return lines + written.map { "  \($0)" }
    }
    lines.append(
      text(
        "writing by itself: \(percent(transcription.sequenceAccuracy)) of \(transcription.cases.count) whole sequences right, \(percent(transcription.errorRate)) of \(noun)s to be changed, put in or taken away",
        "自己写：\(transcription.cases.count) 个序列中 \(percent(transcription.sequenceAccuracy)) 全对，\(percent(transcription.errorRate)) 的词元需要改、添或删"
      ))
    let wrong = transcription.cases.enumerated().filter { !$0.element.isRight }.prefix(mistakes)
    guard !wrong.isEmpty else { return lines }
    let vocabulary = tokens.told.vocabulary
    let rows = wrong.map { index, item in
      [sources[index], vocabulary.text(of: item.written), vocabulary.text(of: item.truth)]
    }
    lines.append(text("the first mistakes: read, written, right", "最前面的错误：读入，写出，正确"))
    return lines + AlignedColumns.lines(rows)
  }

  private func percent(_ share: Double) -> String { "\(NumberFormat().text(100 * share, decimals: 1)) %" }
}
