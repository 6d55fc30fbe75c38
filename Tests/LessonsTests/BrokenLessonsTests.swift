import Lessons
import NeuralNet
import Testing

/// Lessons with one mistake each, and what an author is told. The messages are the product here: where,
/// what was found, what was needed, the nearest suggestion.
struct BrokenLessonsTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let message: String
    var testDescription: String { message }

    init(_ old: String, _ new: String, _ message: String) {
      self.old = old
      self.new = new
      self.message = message
    }
  }

  static let mistakes: [Mistake] = [
    // keys
    Mistake("id: small", "", "lesson.yaml, line 2, column 1: found no id, needed the key \"id\"."),
    Mistake(
      "title:", "titel:",
      """
      lesson.yaml, line 3, column 1 (titel): found the key "titel", needed one of id, order, title, question, data, \
      model, training, initial, knobs, panels, tour, predictions, goal, break, bug or experiments. Did you mean "title"?
      """),
    Mistake(
      "count: 40", "cuont: 40",
      """
      lesson.yaml, line 7, column 3 (data.cuont): found the key "cuont", needed one of dataset, file, label, header, \
      separator, missing, target, prepare, features, classes, count, noise, seed, train-share, \
      image-size, target-filter, shift, lag, date, window, horizon, values, gaps, context, vocabulary or unit. Did you mean "count"?
      """),
    Mistake(
      "order: 1.1", "id: again", "lesson.yaml, line 1, column 1: found \"id\" more than once, needed each key once."),
    // types and ranges
    Mistake(
      "id: small", "id: Kleines Netz",
      "lesson.yaml, line 1, column 5 (id): found \"Kleines Netz\", needed up to 40 small letters, digits and hyphens."),
    Mistake(
      "order: 1.1", "order: first",
      "lesson.yaml, line 2, column 8 (order): found \"first\", needed part and number, such as 1.4."),
    Mistake(
      "{en: Small, zh: 小}", "{en: Small}", "lesson.yaml, line 3, column 8 (title): found no zh, needed the key \"zh\"."),
    Mistake("{en: Small, zh: 小}", "", "lesson.yaml, line 3, column 7 (title): found nothing, needed a text."),
    Mistake(
      "learning-rate: 0.1", "learning-rate: fast",
      "lesson.yaml, line 14, column 18 (training.learning-rate): found \"fast\", needed a number from 0 to 1000."),
    Mistake(
      "learning-rate: 0.1", "learning-rate: -1",
      "lesson.yaml, line 14, column 18 (training.learning-rate): found -1, needed a number from 0 to 1000."),
    Mistake(
      "learning-rate: 0.1", "learning-rate: nan",
      "lesson.yaml, line 14, column 18 (training.learning-rate): found \"nan\", needed a number from 0 to 1000."),
    Mistake(
      "batch-size: 8", "batch-size: most",
      "lesson.yaml, line 15, column 15 (training.batch-size): found \"most\", needed a whole number from 1 to 100000, or all."
    ),
    Mistake(
      "count: 40", "count: 40.5",
      "lesson.yaml, line 7, column 10 (data.count): found \"40.5\", needed a whole number from 2 to 100000."),
    Mistake(
      "count: 40", "count: 99999999999999999999",
      """
      lesson.yaml, line 7, column 10 (data.count): found "99999999999999999999", needed a whole number from 2 to 100000.
      """),
    Mistake(
      "count: 40", "seed: -3",
      "lesson.yaml, line 7, column 9 (data.seed): found \"-3\", needed a whole number from 0 to 18446744073709551615."),
    Mistake(
      "data:\n  dataset: xor\n  count: 40", "data: xor",
      "lesson.yaml, line 5, column 7 (data): found \"xor\", needed keys with values."),
    Mistake(
      "    - dense: {name: hidden, units: 2, activation: tanh}\n    - dense: {name: output, units: 1}", "    dense",
      "lesson.yaml, line 10, column 5 (model.layers): found \"dense\", needed a list."),
    // names
    Mistake(
      "dataset: xor", "dataset: xro",
      """
      lesson.yaml, line 6, column 12 (data.dataset): found "xro", needed one of gaussians, circles, xor, spiral, plane, \
      multi-gaussian, penguins, iris, breast-cancer, digits, fashion, fashion-full, photographs, latch, \
      recall, adding, words, sunspots, elnino, co2, ibm, msft, aapl, names, topics, pronunciation, sentiment or \
      long-range. Did you mean "xor"?
      """),
    Mistake(
      "- dense: {name: output", "- dens: {name: output",
      "lesson.yaml, line 11, column 7 (model.layers[2].dens): found the key \"dens\", needed one of dense, convolution, pooling, global-average-pooling, flatten, batch-normalization, dropout, self-recurrent, recurrent, lstm, gru, embedding, self-attention, encoder-block, decoder-block, layer-norm, pool-tokens or tied-output. Did you mean \"dense\"?"
    ),
    Mistake(
      "activation: tanh", "activation: tahn",
      """
      lesson.yaml, line 10, column 51 (model.layers[1].dense.activation): found "tahn", needed \
      one of \(ActivationCatalog.names.joined(separator: ", ")). Did you mean "tanh"?
      """),
    Mistake(
      "units: 2", "units: 0",
      "lesson.yaml, line 10, column 36 (model.layers[1].dense.units): found \"0\", needed a whole number from 1 to 65536."
    ),
    Mistake(
      "units: 2, activation: tanh", "activation: tanh",
      "lesson.yaml, line 10, column 14 (model.layers[1].dense): found no units, needed a units."),
    Mistake(
      "name: output", "name: hidden",
      """
      lesson.yaml, line 11, column 21 (model.layers[2].dense.name): found "hidden" for two layers, needed a name of the \
      layer's own.
      """),
    Mistake(
      "name: output", "name: loss",
      "lesson.yaml, line 11, column 21 (model.layers[2].dense.name): found \"loss\", needed a name of the layer's own."),
    Mistake(
      "loss: binary-cross-entropy", "loss: cross-entropy",
      """
      lesson.yaml, line 12, column 9 (model.loss): found "cross-entropy", needed one of squared-error, absolute-error, \
      binary-cross-entropy or softmax-cross-entropy. Did you mean "binary-cross-entropy"?
      """),
    Mistake(
      "learning-rate: 0.1", "learning-rate: 0.1\n  optimizer: adma",
      """
      lesson.yaml, line 15, column 14 (training.optimizer): found "adma", needed one of sgd, momentum, nesterov, adagrad, \
      rmsprop, adadelta, adam or adamw. Did you mean "adam"?
      """),
    Mistake(
      "learning-rate: 0.1", "learning-rate: 0.1\n  optimizer: {name: sgd, beta1: 0.9}",
      "lesson.yaml, line 15, column 26 (training.optimizer.beta1): found the key \"beta1\", needed name."),
    Mistake(
      "learning-rate: 0.1", "learning-rate: 0.1\n  schedule: {name: cosine, lenght: 20}",
      """
      lesson.yaml, line 15, column 28 (training.schedule.lenght): found the key "lenght", needed one of name, length or \
      end. Did you mean "length"?
      """),
    Mistake(
      "learning-rate: 0.1", "learning-rate: 0.1\n  schedule: {name: step, every: 0}",
      """
      lesson.yaml, line 15, column 33 (training.schedule.every): found 0, needed a whole number from 1 to 16777216.
      """),
    Mistake(
      "learning-rate: 0.1", "learning-rate: 0.1\n  clip-norm: -1",
      "lesson.yaml, line 15, column 14 (training.clip-norm): found -1, needed a number from 0 to 1000."),
    Mistake(
      "loss: binary-cross-entropy", "loss: squared-error\n  label-smoothing: 0.1",
      """
      lesson.yaml, line 13, column 20 (model.label-smoothing): found label smoothing with squared-error, needed a \
      cross-entropy loss.
      """),
    // YAML
    Mistake(
      "order: 1.1", "order: 1.1\n\ttitle: x",
      """
      lesson.yaml, line 3, column 1: found text that is not YAML (found a tab character that violates indentation), \
      needed YAML. Indent with spaces, not with tabs.
      """),
    Mistake(
      "order: 1.1", "order: {1.1",
      "lesson.yaml, line 3, column 6: found text that is not YAML (did not find expected ',' or '}'), needed YAML."),
    Mistake(
      "order: 1.1", "order: *one",
      "lesson.yaml, line 2, column 8: found text that is not YAML (found undefined alias), needed YAML."),
    Mistake(
      "order: 1.1", "order: &one 1.1",
      """
      lesson.yaml, line 2, column 8: found an anchor (&), needed no anchors. Write the thing out where it is needed, or \
      put a space behind the &.
      """),
    Mistake(
      "{en: Small, zh: 小}", "\"\\e[31mred\"",
      "lesson.yaml, line 3, column 8 (title): found \"\\u{1b}[31mred\", needed a text without control characters."),
  ]

  @Test(arguments: mistakes) func aMistakeIsExplained(_ mistake: Mistake) throws {
    let error = #expect(throws: LessonError.self) { try smallLesson(mistake.old, by: mistake.new) }
    #expect(error?.description == mistake.message)
  }

  /// The lesson without a mistake is read; or the corpus would prove nothing.
  @Test func theSmallLessonIsRight() throws { #expect(try smallLesson().id == "small") }

  static let additions: [Mistake] = [
    Mistake(
      "", "knobs: [learning-rat]",
      """
      lesson.yaml, line 16, column 9 (knobs[1]): found "learning-rat", needed one of \
      \(KnobCatalog.all.map(\.name).joined(separator: ", ")). Did you mean "learning-rate"?
      """),
    Mistake(
      "", "knobs: [seed, seed]", "lesson.yaml, line 16, column 8 (knobs): found \"seed\" twice, needed each name once."),
    Mistake(
      "", "panels: [stages]",
      """
      lesson.yaml, line 16, column 10 (panels[1]): found "stages", needed one of program, stage, why, curves, knobs, \
      network, lesson, data, log, gallery, image, word or forecast. Did you mean "stage"?
      """),
    Mistake(
      "", "tour:\n  - {text: x}",
      "lesson.yaml, line 17, column 5 (tour[1]): found neither keys nor at, needed one of the two."),
    Mistake(
      "", "tour:\n  - {keys: n g, text: x}",
      """
      lesson.yaml, line 17, column 12 (tour[1].keys): found "n g", needed time keys with spaces between them (s n f o i a, \
      upper case goes back), such as "n n 3i".
      """),
    Mistake(
      "", "tour:\n  - {keys: n, value: 'hidden.sum[0 0]', text: x}",
      """
      lesson.yaml, line 17, column 22 (tour[1].value): found "hidden.sum[0 0]", needed a value's name, with the cell in \
      brackets: hidden.weight[1, 0].
      """),
    Mistake(
      "", "tour:\n  - {at: {iteration: -1}, text: x}",
      "lesson.yaml, line 17, column 22 (tour[1].at.iteration): found -1, needed a whole number from 0 to 1000000."),
    Mistake(
      "", "predictions:\n  - {id: a, kind: guess}",
      """
      lesson.yaml, line 17, column 19 (predictions[1].kind): found "guess", needed one of value, sign, direction, choice \
      or shape.
      """),
    Mistake(
      "", "predictions:\n  - {id: a, kind: choice, at: start, choices: [x, y], answer: 3, prompt: x, explanation: x}",
      "lesson.yaml, line 17, column 63 (predictions[1].answer): found 3, needed a whole number from 1 to 2."),
    Mistake(
      "",
      """
      predictions:
        - {id: a, kind: shape, at: start, value: hidden.sum, prompt: x, explanation: x}
        - {id: a, kind: shape, at: start, value: hidden.sum, prompt: x, explanation: x}
      """, "lesson.yaml, line 18, column 10 (predictions[2].id): found \"a\" twice, needed each id once."),
    Mistake(
      "", "goal: {metric: accuracy, at-least: 1}",
      """
      lesson.yaml, line 16, column 16 (goal.metric): found "accuracy", needed one of train-loss, test-loss, \
      train-accuracy, test-accuracy or r-squared. Did you mean "train-accuracy"?
      """),
    Mistake(
      "", "goal: {metric: test-loss}",
      "lesson.yaml, line 16, column 7 (goal): found neither at-most nor at-least, needed one of the two."),
    Mistake(
      "", "break: {text: x, set: {unitz: 3}}",
      """
      lesson.yaml, line 16, column 31 (break.set.unitz): found "unitz", needed one of \
      \(KnobCatalog.all.map(\.name).joined(separator: ", ")). Did you mean "units"?
      """),
    Mistake(
      "", "break: {text: x, set: {units: many}}",
      "lesson.yaml, line 16, column 31 (break.set.units): found \"many\", needed a whole number from 1 to 1024."),
  ]

  @Test(arguments: additions) func aWrongPartIsExplained(_ mistake: Mistake) throws {
    let error = #expect(throws: LessonError.self) { try smallLesson(adding: mistake.new) }
    #expect(error?.description == mistake.message)
  }
}
