import Autodiff
import Datasets
import Stepping
import Testing

/// Every mistake is shown where it is, with what was found, what is needed and what was probably meant.
@Suite struct ConditionErrorTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    /// The carets and the sentence.
    let carets: String
    let sentence: String
    var testDescription: String { text }

    init(_ text: String, _ carets: String, _ sentence: String) {
      self.text = text
      self.carets = carets
      self.sentence = sentence
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      "los > 2", "^^^",
      "Column 1: found \"los\", needed a value of this network or one of loss, data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy. Did you mean \"loss\"?"
    ),
    Mistake(
      "loss", "^^^^",
      "Column 1: found a number, needed a condition, such as a comparison with it."),
    Mistake(
      "loss >", "      ^",
      "Column 7: found the end of the condition, needed a value, a number or a function."),
    Mistake(
      "loss = 2", "     ^",
      "Column 6: found \"=\", needed a name, a number or one of == != < <= > >= + - * / ( ) [ ]. Did you mean \"==\"?"),
    Mistake(
      "loss > 2 && epoch > 1", "         ^^",
      "Column 10: found \"&&\", needed a name, a number or one of == != < <= > >= + - * / ( ) [ ]. Did you mean \"and\"?"
    ),
    Mistake(
      "loss > 2 epoch > 1", "         ^^^^^",
      "Column 10: found \"epoch\", needed a comparison, \"and\", \"or\", \"changes\" or the end."),
    Mistake(
      "0 < loss < 2", "         ^",
      "Column 10: found \"<\", needed one comparison at a time, joined by \"and\"."),
    Mistake(
      "loss > 2)", "        ^",
      "Column 9: found \")\", needed a comparison, \"and\", \"or\", \"changes\" or the end."),
    Mistake(
      "(loss > 2", "         ^",
      "Column 10: found the end of the condition, needed \")\" for the \"(\" in column 1."),
    Mistake(
      "norm(hidden1.weight.grad > 10", "                             ^",
      "Column 30: found the end of the condition, needed \")\" for the \"(\" in column 5."),
    Mistake(
      "norm(hidden1.wieght.grad) > 10", "     ^^^^^^^^^^^^^^^^^^^",
      "Column 6: found \"hidden1.wieght.grad\", needed the name of a value of this network. Did you mean \"hidden1.weight.grad\"?"
    ),
    Mistake(
      "hidden1.weight > 1", "^^^^^^^^^^^^^^",
      "Column 1: found hidden1.weight, 24 numbers of shape 4×6, needed one number: hidden1.weight[0, 0], or norm, max, min, mean or sum of it, as in norm(hidden1.weight)."
    ),
    Mistake(
      "norm(loss + 1) > 2", "     ^^^^^^^^",
      "Column 6: found something that is computed, needed the name of a value, as in norm(loss.gradient)."),
    Mistake(
      "norn(hidden1.weight) > 1", "^^^^",
      "Column 1: found the function \"norn\", needed one of norm, max, min, mean, sum, abs, nan. Did you mean \"norm\"?"
    ),
    Mistake(
      "norm > 1", "^^^^",
      "Column 1: found the function \"norm\" alone, needed norm(…) with a value."),
    Mistake(
      "hidden1.weight[0] > 1", "               ^",
      "Column 16: found 1 index, needed 2, for the shape 4×6 of hidden1.weight."),
    Mistake(
      "hidden1.weight[9, 0] > 1", "               ^",
      "Column 16: found the index 9, needed a whole number from 0 to 3, for the shape 4×6 of hidden1.weight."),
    Mistake(
      "hidden1.weight[0, -1] > 1", "                  ^^",
      "Column 19: found the index -1, needed a whole number from 0 to 5, for the shape 4×6 of hidden1.weight."),
    Mistake(
      "hidden1.weight[0, 1.5] > 1", "                  ^^^",
      "Column 19: found the index 1.5, needed a whole number from 0 to 5, for the shape 4×6 of hidden1.weight."),
    Mistake(
      "hidden1.weight[0, x] > 1", "                  ^",
      "Column 19: found \"x\", needed an index: a whole number from 0 up."),
    Mistake(
      "hidden1.weight[0, 0 > 1", "                    ^",
      "Column 21: found \">\", needed \"]\" for the \"[\" in column 15."),
    Mistake(
      "hidden1 > 1", "^^^^^^^",
      "Column 1: found \"hidden1\", needed one of its values: hidden1.weight, hidden1.bias, hidden1.sum, hidden1.output, …."
    ),
    Mistake(
      "hidden9.weight[0,0] > 1", "^^^^^^^^^^^^^^",
      "Column 1: found \"hidden9.weight\", needed a value of this network or one of loss, data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy. Did you mean \"hidden1.weight\"?"
    ),
    Mistake(
      "hidden1.bias[0] changes singn", "                        ^^^^^",
      "Column 25: found \"singn\", needed a comparison, \"and\", \"or\", \"changes\" or the end."),
    Mistake(
      "loss rises over 2", "           ^^^^",
      "Column 12: found \"over\", needed \"above\" after \"rises\"."),
    Mistake(
      "loss rises abvoe 2", "           ^^^^^",
      "Column 12: found \"abvoe\", needed \"above\" after \"rises\". Did you mean \"above\"?"),
    Mistake(
      "loss rises", "          ^",
      "Column 11: found the end of the condition, needed \"above\" after \"rises\"."),
    Mistake(
      "epoch[0] == 1", "^^^^^",
      "Column 1: found one number with an index, needed the same without an index."),
    Mistake(
      "iteration == 1e999", "             ^^^^^",
      "Column 14: found \"1e999\", needed a number such as 2, 0.5 or 1e-3."),
    Mistake(
      "loss > 2..5", "       ^^^^",
      "Column 8: found \"2..5\", needed a number such as 2, 0.5 or 1e-3."),
    Mistake(
      "loss > 3 or", "           ^",
      "Column 12: found the end of the condition, needed a value, a number or a function."),
    Mistake(
      "not", "   ^",
      "Column 4: found the end of the condition, needed a value, a number or a function."),
    Mistake(
      "at", "  ^",
      "Column 3: found the end of the condition, needed the name of a value after \"at\"."),
    Mistake(
      "at hiden1.sum", "   ^^^^^^^^^^",
      "Column 4: found \"hiden1.sum\", needed the name of a value of this network. Did you mean \"hidden1.sum\"?"),
    Mistake(
      "nan > 2", "^^^",
      "Column 1: found the condition \"nan\", needed a number; nan(loss) asks whether the loss is none."),
    Mistake(
      "nan(5", "     ^",
      "Column 6: found the end of the condition, needed \")\" for the \"(\" in column 4."),
    Mistake(
      "nan(hidden1.weight) + 1 > 2", "^^^",
      "Column 1: found a condition, needed a number."),
    Mistake(
      "r2 > 0.5", "^^",
      "Column 1: found \"r2\", which these data do not have, needed one of train_loss, test_loss, train_accuracy, test_accuracy."
    ),
    Mistake(
      "tset_loss < 1", "^^^^^^^^^",
      "Column 1: found \"tset_loss\", needed a value of this network or one of loss, data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy. Did you mean \"test_loss\"?"
    ),
    Mistake(
      "loss > 2 # high", "         ^",
      "Column 10: found \"#\", needed a name, a number or one of == != < <= > >= + - * / ( ) [ ]."),
    Mistake(
      "(loss > 2) + 1 > 3", "^^^^^^^^^^",
      "Column 1: found a condition, needed a number."),
    Mistake(
      "norm(epoch) > 2", "     ^^^^^",
      "Column 6: found epoch, one number, needed a value with many, or no function."),
    Mistake(
      "", "^",
      "Column 1: found the end of the condition, needed a value, a number or a function."),
    Mistake(
      "hidden1.weight[0,0] change sign", "                    ^^^^^^",
      "Column 21: found \"change\", needed a comparison, \"and\", \"or\", \"changes\" or the end. Did you mean \"changes\"?"
    ),
    Mistake(
      "hidden1.weight.previous[0,0] > 1", "^^^^^^^^^^^^^^^^^^^^^^^",
      "Column 1: found \"hidden1.weight.previous\", needed a value of this network or one of loss, data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy. Did you mean \"hidden1.weight.gradient\"?"
    ),
    Mistake(
      "loss > 二", "       ^",
      "Column 8: found \"二\", needed a value of this network or one of loss, data_loss, iteration, epoch, learning_rate, train_loss, test_loss, train_accuracy, test_accuracy."
    ),
    Mistake(
      "max(hidden1.weight, 2) > 1", "                  ^",
      "Column 19: found \",\", needed \")\" for the \"(\" in column 4."),
  ]

  @Test(arguments: mistakes) func isShownWhereItIs(_ mistake: Mistake) throws {
    let scope = try ConditionScope(Setups.iris(l2: 0.01))
    do throws(ConditionError) {
      _ = try Condition(mistake.text, in: scope)
      Issue.record("\(mistake.text) has no error")
    } catch {
      #expect(error.carets == mistake.carets, "\(error)")
      #expect(error[.english] == mistake.sentence)
      #expect(error[.chinese].contains { !$0.isASCII } && error[.chinese].contains("第 \(error.column) 列"))
    }
  }

  @Test func whatDataDoNotHaveIsNoMetric() throws {
    let scope = try ConditionScope(Setups.plane())
    #expect(throws: Never.self) { try Condition("r2 > 0.5", in: scope) }
    do throws(ConditionError) {
      _ = try Condition("test_accuracy > 0.5", in: scope)
      Issue.record("a plane has an accuracy")
    } catch {
      #expect(
        error[.english]
          == "Column 1: found \"test_accuracy\", which these data do not have, needed one of train_loss, test_loss, r2."
      )
    }
  }

  /// A layer's name may have a hyphen, which is no difference then.
  @Test func namesWithHyphensAreNames() throws {
    let setup = try Setups.setup(
      [("conv-1", 3, "tanh"), ("output", 3, "linear")], "softmax-cross-entropy",
      Setups.prepared(DataSelection(dataset: "iris", seed: 5)), "sgd", 0.1, batch: 32)
    let scope = try ConditionScope(setup)
    for text in ["conv-1.bias[2] > 0", "norm(conv-1.weight.grad)-1 > 0", "loss-1 > 0", "1-loss-conv-1.bias[0]<2"] {
      #expect(throws: Never.self, "\(text)") { try Condition(text, in: scope) }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func nonsenseNeverTraps(seed: UInt64) throws {
    let scope = try ConditionScope(Setups.iris())
    var random = RandomWords(seed: seed)
    var understood = 0
    for _ in 0..<3000 {
      let text = random.words(Self.pieces)
      do throws(ConditionError) {
        _ = try Condition(text, in: scope)
        understood += 1
      } catch {
        #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.count + 1, "\(error)")
        #expect(error.description.split(separator: "\n", omittingEmptySubsequences: false).count == 3)
      }
    }
    #expect(understood > 3)
  }

  private static let pieces = [
    "loss", "epoch", "iteration", ">", "<", "==", "2", "0.5", "1e-3", "and", "or", "not", "(", ")", "norm(", "max(",
    "hidden1.weight", "hidden1.weight.grad", "[0, 0]", "[1", "]", "nan", "changes", "sign", "rises above", "-", "+",
    "*", "/", "at", "hidden1.sum", "梯度", "\u{301}", "\u{1B}[A", "=", "&&", "..", "1e999", ",", "abs(", "\n", "\"",
  ]
}

/// Words drawn one after the other, the same for the same seed.
struct RandomWords {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ count: Int) -> Int {
    // xorshift64 (Marsaglia 2003)
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(count))
  }

  mutating func words(_ pieces: [String]) -> String {
    (0..<1 + below(9)).map { _ in pieces[below(pieces.count)] }.joined(separator: below(3) == 0 ? "" : " ")
  }

  mutating func pick(_ pieces: [String]) -> String { pieces[below(pieces.count)] }
}
