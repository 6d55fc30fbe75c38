import Lessons
import Testing

/// Lessons that can be read, but not run: what only running them brings to light.
struct UnworkableLessonsTests {
  static let mistakes: [(old: String, new: String, more: String, message: String)] = [
    (
      "name: output, units: 1", "name: output, units: 2", "",
      "lesson.yaml, line 11, column 7 (model.layers[2]): found 2 units, needed 1 in the last layer (binary-cross-entropy)."
    ),
    (
      "binary-cross-entropy", "softmax-cross-entropy", "",
      """
      lesson.yaml, line 11, column 7 (model.layers[2]): found 1 units, needed 2 in the last layer (softmax-cross-entropy \
      with two classes).
      """
    ),
    (
      "dataset: xor", "dataset: plane", "",
      """
      lesson.yaml, line 12, column 9 (model.loss): found "binary-cross-entropy" for data with a number to predict, needed a \
      loss that fits them. Did you mean "squared-error"?
      """
    ),
    (
      "count: 40", "features: [x3]", "",
      """
      lesson.yaml, line 7, column 13 (data.features): found "x3", needed one of "x1", "x2", "x1^2", "x2^2", "x1*x2", \
      "sin(x1)" or "sin(x2)". Did you mean "x1"?
      """
    ),
    (
      "batch-size: 8", "batch-size: 8\n  stop-when: [epoch == 30, los < 0.1]", "",
      """
      lesson.yaml, line 16, column 28 (training.stop-when[2]): found "los", needed a value of this network or one of loss, \
      data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy. Did you mean "loss"?
      """
    ),
    (
      "batch-size: 8", "batch-size: 8\n  stop-when:\n    - 'norm(hidden.wieght) > 9'", "",
      """
      lesson.yaml, line 17, column 13 (training.stop-when[1]): found "hidden.wieght", needed the name of a value of this \
      network. Did you mean "hidden.weight"?
      """
    ),
    (
      "", "", "initial: {hidden.weights: [1]}",
      """
      lesson.yaml, line 16, column 10 (initial): found "hidden.weights", needed one of hidden.weight, hidden.bias, \
      output.weight, output.bias. Did you mean "hidden.weight"?
      """
    ),
    (
      "", "", "initial: {hidden.weight: [1, 2, 3]}",
      "lesson.yaml, line 16, column 26 (initial.hidden.weight): found 3 numbers, needed 4, for the shape 2×2."
    ),
    (
      "", "", "tour: [{keys: n, value: 'hiden.sum[0, 0]', text: x}]",
      """
      lesson.yaml, line 16, column 25 (tour[1].value): found "hiden.sum", needed one of features, hidden.weight, hidden.bias, \
      hidden.sum, hidden.output, output.weight, output.bias, output.output, targets, loss, probabilities, loss.gradient, \
      output.output.gradient, hidden.output.gradient, output.weight.gradient, output.bias.gradient, hidden.sum.gradient, \
      hidden.weight.gradient or hidden.bias.gradient. Did you mean "hidden.sum"?
      """
    ),
    (
      "", "", "tour: [{keys: n, value: 'hidden.sum[8, 0]', text: x}]",
      """
      lesson.yaml, line 16, column 25 (tour[1].value): found hidden.sum[8, 0], needed a cell of hidden.sum, whose shape is \
      8×2, counted from 0.
      """
    ),
    (
      "", "",
      "predictions: [{id: a, kind: sign, at: {iteration: 0, after: loss}, value: loss, prompt: x, explanation: x}]",
      """
      lesson.yaml, line 16, column 15 (predictions[1]): found loss, which is on the screen at the stop already, needed a \
      number that is computed later.
      """
    ),
    (
      "", "", "goal: {metric: train-loss, at-most: 0.0001, within-iterations: 5}",
      ""
    ),
    ("", "", "goal: {metric: train-loss, at-most: -1}", ""),
    (
      "count: 40", "train-share: 1", "goal: {metric: test-loss, at-most: 10}",
      "lesson.yaml, line 16, column 7 (goal): found no such number after 20000 iterations, needed at-most 10."
    ),
  ]

  @Test(arguments: mistakes) func isExplained(_ mistake: (old: String, new: String, more: String, message: String))
    throws
  {
    let lesson = try smallLesson(mistake.old, by: mistake.new, adding: mistake.more)
    let error = #expect(throws: LessonError.self) { try lesson.tried(with: [:]) }
    if mistake.message.isEmpty {
      #expect(error?.problem == .goalMissed)
    } else {
      #expect(error?.description == mistake.message)
    }
  }
}
