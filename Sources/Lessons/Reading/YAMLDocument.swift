import Yams

/// A lesson file parsed as YAML, with the place of everything in it.
///
/// Lessons need no anchors, and files made to blow up (anchors of anchors, thousands of nested
/// brackets) are refused before they are parsed.
struct YAMLDocument {
  let root: WrittenNode

  /// 256 KiB: a long lesson has 10.
  static let largestFile = 256 << 10
  private static let deepestNesting = 64

  init(bytes: [UInt8], file: String) throws(LessonError) {
    guard bytes.count <= Self.largestFile else {
      throw LessonError(
        .tooLarge, in: file, found: "\(bytes.count) bytes", needed: "at most \(Self.largestFile)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.notUTF8(bytes, file: file) }
    try Self.checkNesting(of: text, file: file)
    let node = try Self.parse(text, file: file)
    guard let node else {
      throw LessonError(.notYAML, in: file, found: "an empty file", needed: "a lesson")
    }
    var places = LessonPlaces(file: file)
    Self.note(node, path: "", in: &places)
    root = WrittenNode(node: node, path: "", places: places)
  }

  private static func parse(_ text: String, file: String) throws(LessonError) -> Node? {
    do {
      // No types are guessed (`no` for false, dates): a text is whatever the key that it stands at needs.
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw lessonError(error, file: file)
    } catch {
      throw LessonError(.notYAML, in: file, found: "text that is not YAML", needed: "YAML")
    }
  }

  private static func lessonError(_ error: YamlError, file: String) -> LessonError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let hint =
        problem.contains("cannot start any token") || problem.contains("tab character")
        ? "Indent with spaces, not with tabs." : nil
      return LessonError(
        .notYAML, in: file, at: LessonPlace(line: mark.line, column: mark.column),
        found: "text that is not YAML (\(problem))", needed: "YAML", suggestion: hint)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return LessonError(
        .repeatedKey, in: file, at: LessonPlace(line: context.mark.line, column: context.mark.column),
        found: "\(quoted(duplicates.first ?? "")) more than once", needed: "each key once")
    case .reader(let problem, _, _, _):
      return LessonError(.notYAML, in: file, found: "text that is not YAML (\(problem))", needed: "YAML")
    default:
      return LessonError(.notYAML, in: file, found: "text that is not YAML", needed: "YAML")
    }
  }

  private static func notUTF8(_ bytes: [UInt8], file: String) -> LessonError {
    // The longest valid beginning ends where the trouble is; lines are few, so that a search by halves pays.
    var line = 1
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      guard String(validating: bytes[start...index], as: UTF8.self) != nil else { break }
      line += 1
      start = index + 1
    }
    return LessonError(
      .notUTF8, in: file, at: LessonPlace(line: line, column: 1), found: "bytes that are not UTF-8 text",
      needed: "UTF-8", suggestion: "Save the file as UTF-8.")
  }

  /// Counts brackets and indentation, and looks for anchors, without understanding YAML: prose in
  /// quotation marks counts too, but no prose nests 64 brackets.
  private static func checkNesting(of text: String, file: String) throws(LessonError) {
    var (line, column, depth, leading) = (1, 0, 0, true)
    var (beforePrevious, previous): (Unicode.Scalar, Unicode.Scalar) = ("\n", "\n")
    for scalar in text.unicodeScalars {
      column += 1
      switch scalar {
      case "\n": (line, column, leading) = (line + 1, 0, true)
      case "[", "{": depth += 1
      case "]", "}": depth = max(depth - 1, 0)
      case " ", "-", "?", ":", "\t": break
      default: leading = false
      }
      let place = LessonPlace(line: line, column: column)
      if depth > deepestNesting || leading && column > 2 * deepestNesting {
        throw LessonError(
          .tooDeep, in: file, at: place, found: "more than \(deepestNesting) levels of nesting",
          needed: "a lesson, which needs 6")
      }
      if previous == "&", scalar.properties.isAlphabetic || scalar == "_" || scalar.properties.numericType != nil,
        beforePrevious.properties.isWhitespace || "[{,:-?".unicodeScalars.contains(beforePrevious)
      {
        throw LessonError(
          .notYAML, in: file, at: LessonPlace(line: line, column: column - 1), found: "an anchor (&)",
          needed: "no anchors", suggestion: "Write the thing out where it is needed, or put a space behind the &.")
      }
      (beforePrevious, previous) = (previous, scalar)
    }
  }

  private static func note(_ node: Node, path: String, in places: inout LessonPlaces) {
    if let mark = node.mark { places.note(LessonPlace(line: mark.line, column: mark.column), of: path) }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = path.isEmpty ? key.scalar?.string ?? "?" : "\(path).\(key.scalar?.string ?? "?")"
        note(value, path: name, in: &places)
      }
    case .sequence(let sequence):
      for (index, item) in sequence.enumerated() { note(item, path: "\(path)[\(index + 1)]", in: &places) }
    case .scalar, .alias: break
    }
  }
}
