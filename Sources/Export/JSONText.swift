/// Writes a ``JSON`` document: on one line for streams, or indented for people.
public struct JSONText: Sendable {
  public enum Layout: Hashable, Sendable {
    /// No white space at all.
    case line
    /// One member a line; arrays of plain numbers and words stay on theirs.
    case indented
  }

  private let layout: Layout
  private var bytes: [UInt8] = []

  private init(_ layout: Layout) { self.layout = layout }

  public static func text(_ json: JSON, _ layout: Layout = .line) -> String {
    var writer = JSONText(layout)
    writer.write(json, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ json: JSON, depth: Int) {
    switch json {
    case .null: put("null")
    case .bool(let value): put(value ? "true" : "false")
    case .integer(let value): put(value.description)
    case .number(let value): value.isFinite ? put(Self.plain(value.description)) : put(special(value))
    case .float(let value): value.isFinite ? put(Self.plain(value.description)) : put(special(Double(value)))
    case .string(let text): writeString(text)
    case .array(let items):
      let isFlat = items.allSatisfy(\.isPlain)
      writeList("[", items, "]", depth, isFlat: isFlat) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      writeList("{", members, "}", depth, isFlat: false) { writer, member in
        writer.writeString(member.name)
        writer.put(writer.layout == .line ? ":" : ": ")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeList<Item>(
    _ opening: String, _ items: [Item], _ closing: String, _ depth: Int, isFlat: Bool,
    _ write: (inout JSONText, Item) -> Void
  ) {
    put(opening)
    for (index, item) in items.enumerated() {
      if index > 0 { put(layout == .indented && isFlat ? ", " : ",") }
      if layout == .indented, !isFlat { breakLine(depth + 1) }
      write(&self, item)
    }
    if layout == .indented, !isFlat, !items.isEmpty { breakLine(depth) }
    put(closing)
  }

  private mutating func breakLine(_ depth: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private func special(_ value: Double) -> String {
    value.isNaN ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\""
  }

  /// `3` rather than `3.0`: shorter, and the same number.
  private static func plain(_ digits: String) -> String {
    digits.hasSuffix(".0") && digits != "-0.0" ? String(digits.dropLast(2)) : digits
  }

  private mutating func writeString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): put("\\n")
      case UInt8(ascii: "\t"): put("\\t")
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSON {
  /// Neither an array nor an object.
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    case .null, .bool, .integer, .number, .float, .string: true
    }
  }
}
