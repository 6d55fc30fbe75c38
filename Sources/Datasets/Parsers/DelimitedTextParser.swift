import Wording

/// Reads comma, tab, semicolon or bar separated text (RFC 4180) into records.
///
///     species,remark              line 1: two fields
///     Gentoo,"large, with
///     ""orange"" bill"            lines 2–3: the second field holds a comma, a line end and quotes
///
/// Lines end in LF, CR LF or CR; a byte order mark and blank lines are skipped. Deliberately lenient
/// in one place: a quote inside an unquoted field (`5" pipe`) stands for itself, as in most programs.
public enum DelimitedTextParser {
  /// - Parameters:
  ///   - bytes: the whole file, UTF-8.
  ///   - file: its name, for errors.
  ///   - separator: nil to find it out from the first records.
  public static func parse(
    _ bytes: [UInt8], file: String, separator: DelimitedText.Separator? = nil
  ) throws(DataError) -> DelimitedText {
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      throw DataError(.notUTF8, in: file, found: "UTF-16 text", needed: "UTF-8", suggestion: saveAsUTF8)
    }
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes[...]
    let separator = separator ?? SeparatorDetection.detect(text)
    var reader = Reader(bytes: text, file: file, separator: separator.rawValue)
    var records: [DelimitedText.Record] = []
    while let record = try reader.next() {
      let isBlank = record.fields.count == 1 && record.fields[0].allSatisfy(\.isWhitespace)
      if !isBlank { records.append(record) }
    }
    guard !records.isEmpty else {
      throw DataError(.emptyFile, in: file, found: "no text", needed: "rows of numbers")
    }
    return DelimitedText(separator: separator, records: records)
  }

  static let saveAsUTF8 = "Save the file as UTF-8 text."
}

/// Walks over the bytes once. `position` is always at the start of a field or behind one.
private struct Reader {
  let bytes: ArraySlice<UInt8>
  let file: String
  let separator: UInt8
  var position: Int
  var line = 1

  init(bytes: ArraySlice<UInt8>, file: String, separator: UInt8) {
    self.bytes = bytes
    self.file = file
    self.separator = separator
    position = bytes.startIndex
  }

  mutating func next() throws(DataError) -> DelimitedText.Record? {
    guard position < bytes.endIndex else { return nil }
    let firstLine = line
    var fields: [String] = []
    while true {
      fields.append(try field(number: fields.count + 1))
      guard position < bytes.endIndex else { break }
      let isSeparator = bytes[position] == separator
      step()
      if !isSeparator { break }
    }
    return DelimitedText.Record(line: firstLine, fields: fields)
  }

  /// Leaves `position` at the separator or the line end behind the field, or at the end of the file.
  private mutating func field(number: Int) throws(DataError) -> String {
    let firstLine = line
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < bytes.endIndex, !endsField(bytes[position]) { position += 1 }
      return try string(bytes[start..<position], line: firstLine, number: number)
    }
    var content: [UInt8] = []
    step()
    while true {
      guard position < bytes.endIndex else {
        throw DataError(
          .unclosedQuote, in: file, at: .cell(line: firstLine, column: number, name: nil),
          found: "a quote that is never closed", needed: "a second quote")
      }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        step()
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { break }
      }
      content.append(byte)
      // A CR LF inside the field is kept as it is; `step` would pass over both at once.
      if byte == UInt8(ascii: "\r"), position + 1 < bytes.endIndex, bytes[position + 1] == UInt8(ascii: "\n") {
        content.append(UInt8(ascii: "\n"))
      }
      step()
    }
    guard position == bytes.endIndex || endsField(bytes[position]) else {
      let rest = bytes[position...].prefix { !endsField($0) }
      throw DataError(
        .textAfterQuote, in: file, at: .cell(line: line, column: number, name: nil),
        found: "\(Quotation.quoted(String(decoding: rest, as: UTF8.self))) after the closing quote",
        needed: "a separator or the end of the line",
        suggestion: "Inside a quoted field a quote is written twice.")
    }
    return try string(content[...], line: firstLine, number: number)
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// One byte on, or a whole line end, which is then counted.
  private mutating func step() {
    let byte = bytes[position]
    position += 1
    if byte == UInt8(ascii: "\r"), position < bytes.endIndex, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { line += 1 }
  }

  private func string(_ content: ArraySlice<UInt8>, line: Int, number: Int) throws(DataError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw DataError(
        .notUTF8, in: file, at: .cell(line: line, column: number, name: nil),
        found: "bytes that are no UTF-8, as in \(Quotation.quoted(String(decoding: content, as: UTF8.self)))",
        needed: "UTF-8", suggestion: DelimitedTextParser.saveAsUTF8)
    }
    return text
  }
}
