import Autodiff
import Datasets
import NeuralNet
import Screen
import Stepping
import TensorMath

/// Predictions of sequences: what is to be told, and what the network says at each position when it has seen the truth up
/// to there.
enum TokenPredictions {
  static func draw(
    _ predictions: SamplePredictions, _ session: LessonSession, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    let hasTest = !predictions.test.isEmpty
    let data = hasTest ? session.setup.data.test : session.setup.data.train
    guard let told = data.tokens?.told, area.height > 0 else { return }
    let values = hasTest ? predictions.test : predictions.train
    let (count, length) = (told.vocabulary.count, told.length)
    guard values.count == data.count * length * count else { return }
    let rows = (0..<data.count).map { sample -> [StyledText] in
      var predicted: [Int] = []
      var (right, asked) = (0, 0)
      for position in sample * length..<(sample + 1) * length where data.targets[position] >= 0 {
        let token = Accuracy.predictedClass(values[position * count..<(position + 1) * count])
        predicted.append(token)
        asked += 1
        if token == Int(data.targets[position]) { right += 1 }
      }
      let truth = session.setup.data.answer(sample, in: hasTest ? .test : .train) ?? ""
      let isRight = right == asked
      return [
        StyledText("\(sample) \(session.setup.data.word(sample, in: hasTest ? .test : .train) ?? "")", theme.muted),
        StyledText(truth),
        StyledText(
          "\(isRight ? theme.signs.done : theme.signs.wrong) \(told.vocabulary.shown(predicted))",
          isRight ? theme.good : theme.warning),
        StyledText("\(right)/\(asked)"),
      ]
    }
    let part = hasTest ? BilingualText("test", zh: "测试") : BilingualText("train", zh: "训练")
    Table(
      [
        Table.Column(state.text(part)), Table.Column(state.text(BilingualText("truth", zh: "真值"))),
        Table.Column(state.text(BilingualText("predicted", zh: "预测"))),
        Table.Column(state.text(BilingualText("right", zh: "正确")), .fixed(6)),
      ], rows: rows, scroll: state[DataPanel.id].scroll
    ).draw(in: area, on: &frame, theme: theme)
  }
}
