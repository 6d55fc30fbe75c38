import Wording

/// What is wrong with data that somebody gave: where, what was found, what was needed, and the
/// nearest thing that would have been right.
///
///     penguins.csv, line 17, column 5 (flipper_length_mm): found "1o5", needed a number.
///
/// Mistakes of the program itself (a noise of 7 from our own code) are preconditions, not errors.
public struct DataError: Error, Hashable, Sendable {
  public let problem: Problem
  /// The file's display name, or the data set's name when a choice about it is wrong.
  public let origin: String
  public let place: Place
  public let found: String
  public let needed: String
  /// A whole sentence, where there is something to suggest.
  public let suggestion: String?

  public enum Problem: Hashable, Sendable, CaseIterable {
    // text
    case emptyFile, notUTF8, unclosedQuote, textAfterQuote
    // tables
    case raggedRow, repeatedColumn, unknownColumn, notANumber, missingValue, textFeature, noFeatures
    case tooFewRows, tooFewClasses
    // files of bytes
    case wrongMagic, wrongElementType, wrongAxes, absurdSize, truncated, trailingBytes, countMismatch, unknownLabel
    case sizeMismatch
    // packed files and pictures
    case corrupt
    // series
    case notADate, datesOutOfOrder, gapInSeries, constantSeries, notPositive, tooShortSeries, noWindow
    // texts
    case tooShortText
    // choices
    case unknownDataset, unknownFeature, unknownClass, repeatedChoice, wrongChoice, missingFile
  }

  public enum Place: Hashable, Sendable {
    case whole
    /// Lines and columns count from 1.
    case line(Int)
    case cell(line: Int, column: Int, name: String?)
    /// Bytes count from 0.
    case byte(Int)
    /// One of the choices about a data set: `features`, `noise`.
    case choice(String)
  }

  public init(
    _ problem: Problem, in origin: String, at place: Place = .whole, found: String, needed: String,
    suggestion: String? = nil
  ) {
    self.problem = problem
    self.origin = origin
    self.place = place
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }
}

extension DataError: CustomStringConvertible {
  /// The error as a sentence.
  public var description: String {
    let position =
      switch place {
      case .whole: ""
      case .line(let line): ", line \(line)"
      case .cell(let line, let column, let name?): ", line \(line), column \(column) (\(Quotation.plain(name)))"
      case .cell(let line, let column, nil): ", line \(line), column \(column)"
      case .byte(let offset): ", byte \(offset)"
      case .choice(let name): ", \(name)"
      }
    let sentence = "\(Quotation.plain(origin))\(position): found \(found), needed \(needed)."
    return suggestion.map { "\(sentence) \($0)" } ?? sentence
  }
}
