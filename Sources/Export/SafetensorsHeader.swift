/// The header of a safetensors file: JSON of one known form, so that reading it needs no more than
/// this. `{"0.weight":{"dtype":"F32","shape":[8,2],"data_offsets":[0,64]},"__metadata__":{"a":"b"}}`
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var type = ""
    var shape: [Int] = []
    var offsets: [Int] = []
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let text: ArraySlice<UInt8>
  private var place: Int

  init(_ text: ArraySlice<UInt8>) throws(SafetensorsError) {
    self.text = text
    place = text.startIndex
    try readAll()
  }

  private mutating func readAll() throws(SafetensorsError) {
    try members { (reader, name) throws(SafetensorsError) in
      if name == "__metadata__" {
        try reader.members { (reader, key) throws(SafetensorsError) in reader.metadata[key] = try reader.string() }
        return
      }
      var entry = Entry(name: name)
      try reader.members { (reader, key) throws(SafetensorsError) in
        switch key {
        case "dtype": entry.type = try reader.string()
        case "shape": entry.shape = try reader.integers()
        case "data_offsets": entry.offsets = try reader.integers()
        default: throw reader.unreadable("dtype, shape or data_offsets")
        }
      }
      guard !entry.type.isEmpty, entry.offsets.count == 2 else {
        throw reader.unreadable("dtype, shape and data_offsets")
      }
      guard !reader.entries.contains(where: { $0.name == name }) else { throw .repeated(name) }
      reader.entries.append(entry)
    }
    skipSpace()
    // Writers pad the header with spaces.
    guard place == text.endIndex else { throw unreadable("the end of the header") }
  }

  // MARK: JSON

  private func unreadable(_ needed: String) -> SafetensorsError {
    .unreadableHeader(position: place - text.startIndex, needed: needed)
  }

  private mutating func skipSpace() {
    while place < text.endIndex, [0x20, 0x09, 0x0a, 0x0d].contains(text[place]) { place += 1 }
  }

  /// Whether the next sign is this one; then it is behind us.
  private mutating func take(_ sign: Character) -> Bool {
    skipSpace()
    guard place < text.endIndex, text[place] == sign.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ sign: Character) throws(SafetensorsError) {
    guard take(sign) else { throw unreadable("\(sign)") }
  }

  private mutating func members(
    _ read: (inout SafetensorsHeader, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if take("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try read(&self, name)
    } while take(",")
    try expect("}")
  }

  private mutating func integers() throws(SafetensorsError) -> [Int] {
    try expect("[")
    var values: [Int] = []
    if take("]") { return values }
    repeat {
      skipSpace()
      let digits = text[place...].prefix { (0x30...0x39).contains($0) }
      guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
        throw unreadable("a whole number from 0 up")
      }
      place += digits.count
      values.append(value)
    } while take(",")
    try expect("]")
    return values
  }

  private mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var bytes: [UInt8] = []
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): bytes += Array(try escape().utf8)
      default: bytes.append(byte)
      }
    }
    throw unreadable("\"")
  }

  private mutating func escape() throws(SafetensorsError) -> String {
    guard place < text.endIndex else { throw unreadable("a sign behind \\") }
    let sign = text[place]
    place += 1
    switch sign {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(sign))
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      // A sign beyond the first plane comes as two.
      if units[0] & 0xfc00 == 0xd800, text[place...].starts(with: "\\u".utf8) {
        place += 2
        units.append(try codeUnit())
      }
      return String(decoding: units, as: UTF16.self)
    default: throw unreadable("an escape that JSON knows")
    }
  }

  private mutating func codeUnit() throws(SafetensorsError) -> UInt16 {
    let digits = text[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unreadable("four hexadecimal digits") }
    place += 4
    return unit
  }
}
