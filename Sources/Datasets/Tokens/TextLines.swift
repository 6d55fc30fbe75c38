import Wording

/// Reads files of texts: bytes to characters, lines to columns, each with its place in errors.
enum TextLines {
  /// 4 MiB: "War and Peace" has 3.3. While it is read, each letter takes 16 bytes, afterwards two.
  static let mostBytes = 1 << 22

  /// The whole text. A byte order mark is skipped, and line ends become `\n`.
  static func text(_ bytes: [UInt8], file: String) throws(DataError) -> String {
    guard bytes.count <= mostBytes else {
      throw DataError(
        .absurdSize, in: file, found: "\(bytes.count) bytes of text", needed: "at most \(mostBytes)",
        suggestion: "A part of it will do.")
    }
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      throw DataError(
        .notUTF8, in: file, at: .byte(0), found: "UTF-16 text", needed: "UTF-8",
        suggestion: DelimitedTextParser.saveAsUTF8)
    }
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let start = bytes.starts(with: mark) ? mark.count : 0
    guard let text = String(validating: bytes[start...], as: UTF8.self) else {
      let offset = firstInvalid(bytes[start...])
      let shown = bytes[offset..<min(offset + 4, bytes.count)].map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      throw DataError(
        .notUTF8, in: file, at: .byte(offset), found: "bytes that are no UTF-8: \(shown.joined(separator: " "))",
        needed: "UTF-8", suggestion: DelimitedTextParser.saveAsUTF8)
    }
    return text.contains("\r") ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
  }

  /// The first byte that does not go on as UTF-8.
  private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
    // The text up to a place is valid, or is cut within a character; whole characters tell which.
    var decoder = UTF8()
    var source = bytes.makeIterator()
    var position = bytes.startIndex
    while true {
      switch decoder.decode(&source) {
      case .scalarValue(let scalar): position += String(scalar).utf8.count
      case .emptyInput, .error: return min(position, bytes.endIndex - 1)
      }
    }
  }

  /// The fields of each line behind the header, with the line's number. Blank lines are skipped.
  ///
  /// - Parameter columns: names in the header, or nil for the first ones, so many as there are.
  static func fields(
    _ bytes: [UInt8], file: String, separator: Character, columns: [String]
  ) throws(DataError) -> [(line: Int, fields: [String])] {
    let lines = try text(bytes, file: file).split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines[0].split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    var places: [Int] = []
    for column in columns {
      guard let place = header.firstIndex(of: column) else {
        throw DataError(
          .unknownColumn, in: file, at: .line(1), found: Quotation.choice(of: header),
          needed: "a column \(Quotation.quoted(column))")
      }
      places.append(place)
    }
    var found: [(line: Int, fields: [String])] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      let fields = line.split(separator: separator, omittingEmptySubsequences: false)
      guard fields.count == header.count else {
        throw DataError(
          .raggedRow, in: file, at: .line(index + 1), found: Quotation.counted(fields.count, "field", "fields"),
          needed: "\(header.count), as in line 1")
      }
      let texts = places.map { String(fields[$0]) }
      for (place, text) in zip(places, texts) where text.allSatisfy(\.isWhitespace) {
        throw DataError(
          .missingValue, in: file, at: .cell(line: index + 1, column: place + 1, name: header[place]),
          found: "nothing", needed: "a text")
      }
      found.append((index + 1, texts))
    }
    guard found.count >= 2 else {
      throw DataError(
        .tooFewRows, in: file, found: Quotation.counted(found.count, "line", "lines") + " below the header",
        needed: "at least 2: one to learn from, one to test on")
    }
    return found
  }
}
