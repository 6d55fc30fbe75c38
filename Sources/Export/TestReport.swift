public import Autodiff
import Datasets
import NeuralNet
import Screen
public import Stepping

/// What a classifier gets right and wrong, as lines and as JSON: accuracy, confusion matrix, recall of each class,
/// and the worst mistakes.
public struct TestReport: Sendable {
  private let test: ClassificationTest
  private let names: [String]
  private let lesson: String
  private let epoch: Int
  private let worst: Int
  private let data: PreparedData
  private let readings: [WordReport]

  /// - Parameters:
  ///   - worst: how many mistakes are listed.
  ///   - readings: words that were asked for.
  public init(
    _ test: ClassificationTest, of timeline: Timeline, lesson: String, worst: Int, readings: [WordReport] = []
  ) {
    self.readings = readings
    self.test = test
    self.lesson = lesson
    self.worst = worst
    data = timeline.setup.data
    names = data.train.classNames
    epoch = test.completedIterations / max(timeline.machine.batchesPerEpoch, 1)
  }

  private var isText: Bool { data.train.tokens != nil }

  private var accuracy: Double { Double(test.confusion.right) / Double(max(test.testedCount, 1)) }

  // MARK: For other programs

  public var json: JSON {
    let report: JSON = .object([
      "lesson": .string(lesson), "iteration": .integer(test.completedIterations), "epoch": .integer(epoch),
      "part": .string(test.part.rawValue), "samples": .integer(test.testedCount),
      "samples_in_part": .integer(test.sampleCount), "right": .integer(test.confusion.right),
      "accuracy": .number(accuracy), "classes": .strings(names),
      "confusion": .array(test.confusion.counts.map(JSON.integers)),
      "recall": .array(names.indices.map { test.confusion.recall(of: $0).map(JSON.number) ?? .null }),
      "worst_mistakes": .array(test.mistakes.prefix(worst).map(mistake)),
    ])
    return readings.isEmpty ? report : report.adding("words", .array(readings.map(\.json)))
  }

  private func mistake(_ sample: Int) -> JSON {
    let (truth, predicted) = (test.truths[sample], test.predicted[sample])
    let probabilities = Array(test.probabilities(of: sample))
    let mistake: JSON = .object([
      "index": .integer(sample), "true": .string(names[truth]), "predicted": .string(names[predicted]),
      "probability": .float(probabilities[predicted]), "probability_of_true": .float(probabilities[truth]),
      "loss": .number(test.losses[sample]),
    ])
    return data.word(sample, in: test.part).map { mistake.adding(isText ? "text" : "word", .string($0)) } ?? mistake
  }

  // MARK: For people

  public func lines(_ language: Language) -> [String] {
    func text(_ english: String, _ chinese: String) -> String { BilingualText(english, zh: chinese)[language] }
    let format = NumberFormat()
    let (right, count, iterations) = (test.confusion.right, test.testedCount, test.completedIterations)
    let part = test.part == .test ? text("test", "测试") : text("training", "训练")
    var lines = [
      text(
        "\(lesson), after iteration \(iterations) (epoch \(epoch))", "\(lesson)，第 \(iterations) 次迭代（第 \(epoch) 轮）之后"),
      text(
        "\(part) accuracy \(format.text(accuracy, decimals: 4)): \(right) of \(count) right",
        "\(part)准确率 \(format.text(accuracy, decimals: 4))：\(count) 个中对 \(right) 个"),
    ]
    if count < test.sampleCount {
      lines.append(text("the first \(count) of \(test.sampleCount) samples", "\(test.sampleCount) 个样本中的前 \(count) 个"))
    }
    lines += ["", text("rows: true class, columns: predicted class", "行：真实类别，列：预测类别")] + matrix(text("recall", "召回率"))
    lines += mistakes(text) + readings.flatMap { [""] + $0.lines(language) }
    return lines
  }

  private func mistakes(_ text: (String, String) -> String) -> [String] {
    let shown = test.mistakes.prefix(worst)
    guard !shown.isEmpty else { return [] }
    let format = NumberFormat()
    return ["", text("worst mistakes", "最严重的错误")]
      + AlignedColumns.lines(
        [
          [text("index", "序号")]
            + (data.word(0, in: test.part) == nil ? [] : [isText ? text("text", "文本") : text("word", "单词")])
            + [text("true", "真值"), text("predicted", "预测"), text("probability", "概率"), text("loss", "损失")]
        ]
          + shown.map { sample in
            let predicted = test.predicted[sample]
            return ["\(sample)"] + (data.word(sample, in: test.part).map { [$0] } ?? []) + [
              names[test.truths[sample]], names[predicted],
              format.text(test.probabilities[sample * test.classCount + predicted]), format.text(test.losses[sample]),
            ]
          })
  }

  private func matrix(_ recall: String) -> [String] {
    AlignedColumns.lines(
      [[""] + names + [recall]]
        + names.indices.map { row in
          let share = test.confusion.recall(of: row).map { NumberFormat().text($0, decimals: 3) } ?? "-"
          return [names[row]] + test.confusion.counts[row].map(String.init) + [share]
        })
  }
}
