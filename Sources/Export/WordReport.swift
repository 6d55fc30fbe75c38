public import Autodiff
import Datasets
import Screen
public import Stepping

/// What a network makes of a word while it reads it, as lines and as JSON: class probabilities after each letter.
public struct WordReport: Sendable {
  private let word: String
  private let letters: [Character]
  private let reading: WordReading
  private let names: [String]

  /// - Parameters:
  ///   - word: as it was typed.
  ///   - letters: as the data have them.
  public init(_ word: String, letters: [Character], _ reading: WordReading, classNames: [String]) {
    self.word = word
    self.letters = letters
    self.reading = reading
    names = classNames
  }

  public var json: JSON {
    .object([
      "word": .string(word), "iteration": .integer(reading.completedIterations), "classes": .strings(names),
      "letters": .strings(letters.map(String.init)),
      "probabilities": .array(
        letters.indices.map { .array(reading.probabilities(after: $0).map(JSON.float)) }),
      "predicted": .strings(reading.predicted.map { names[$0] }),
    ])
  }

  /// A row for each letter; the most probable class has a `*`.
  public func lines(_ language: Language) -> [String] {
    let format = NumberFormat()
    let predicted = reading.predicted.last.map { names[$0] } ?? ""
    let title = BilingualText(
      "\(word) is taken for \(predicted); class probabilities after each letter, * the highest",
      zh: "\(word) 判为 \(predicted)；每读一个字母后的类别概率，* 为最大")
    let rows = letters.indices.map { letter in
      [String(letters[letter])]
        + reading.probabilities(after: letter).enumerated().map { index, probability in
          (index == reading.predicted[letter] ? "*" : "") + format.text(Double(probability), decimals: 4)
        }
    }
    return [title[language]] + AlignedColumns.lines([[""] + names] + rows)
  }
}
