/// What is wrong with a lesson: where, what was found, what was needed, and the nearest thing that
/// would have been right.
///
///     lesson.yaml, line 14, column 18 (training.optimizer): found "adma", needed one of sgd, …, adam. Did you mean "adam"?
public struct LessonError: Error, Hashable, Sendable {
  public let problem: Problem
  /// The file's display name.
  public let file: String
  /// Nil when the file as a whole is meant.
  public let place: LessonPlace?
  /// What is meant, `tour[2].value`; items count from 1, as lines do. Empty for the whole file.
  public let path: String
  public let found: String
  public let needed: String
  /// A whole sentence, where there is something to suggest.
  public let suggestion: String?

  public enum Problem: Hashable, Sendable, CaseIterable {
    // text
    case notUTF8, tooLarge, tooDeep, notYAML
    // structure
    case unknownKey, missingKey, repeatedKey, wrongType
    // meaning
    case wrongValue, unknownName, repeatedName
    // running
    case cannotTrain, unknownValue, unknownMoment, answerKnown, goalMissed
  }

  public init(
    _ problem: Problem, in file: String, at place: LessonPlace? = nil, path: String = "", found: String,
    needed: String, suggestion: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.place = place
    self.path = path
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }
}

/// A line and a column, both counted from 1.
public struct LessonPlace: Hashable, Sendable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension LessonError: CustomStringConvertible {
  /// The error as a sentence.
  public var description: String {
    let position = place.map { ", line \($0.line), column \($0.column)" } ?? ""
    let what = path.isEmpty ? "" : " (\(path))"
    let sentence = "\(file)\(position)\(what): found \(found), needed \(needed)."
    return suggestion.map { "\(sentence) \($0)" } ?? sentence
  }
}
