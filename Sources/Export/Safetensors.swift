public import TensorMath

/// Named tensors in a file that PyTorch, JAX and NumPy read and write as well: eight bytes with the
/// length of the header, the header in JSON, then the numbers of all tensors without gaps, least
/// significant byte first (huggingface.co/docs/safetensors, "Format").
///
/// Of the format's number types these are known: F32, and I64 for class numbers.
public struct Safetensors: Hashable, Sendable {
  public enum Numbers: Hashable, Sendable {
    case floats([Float])
    case integers([Int64])
  }

  public struct Entry: Hashable, Sendable {
    public let name: String
    public let shape: Shape
    public let numbers: Numbers

    public init(_ name: String, shape: Shape, _ numbers: Numbers) {
      self.name = name
      self.shape = shape
      self.numbers = numbers
    }

    public init(_ name: String, _ tensor: Tensor) { self.init(name, shape: tensor.shape, .floats(tensor.values)) }

    /// The numbers as floats; class numbers up to 2²⁴ are exact.
    public var tensor: Tensor {
      switch numbers {
      case .floats(let values): Tensor(shape, values)
      case .integers(let values): Tensor(shape, values.map { Float($0) })
      }
    }
  }

  /// In the order of the header.
  public let entries: [Entry]
  public let metadata: [String: String]

  public init(_ entries: [Entry], metadata: [String: String] = [:]) {
    self.entries = entries
    self.metadata = metadata
  }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  // MARK: Reading

  /// Reads a file's bytes. Whatever they are: tensors or an error, never a trap.
  public init(reading bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else { throw .headerTooLong(bytes: length, left: bytes.count - 8) }
    let header = try SafetensorsHeader(bytes[8..<8 + Int(length)])
    let numbers = bytes[(8 + Int(length))...]
    var entries: [Entry] = []
    for entry in header.entries { entries.append(try Self.entry(entry, in: numbers)) }
    try Self.checkCoverage(header.entries, count: numbers.count)
    self.init(entries, metadata: header.metadata)
  }

  private static func entry(_ entry: SafetensorsHeader.Entry, in bytes: ArraySlice<UInt8>) throws(SafetensorsError)
    -> Entry
  {
    let size: Int
    switch entry.type {
    case "F32": size = 4
    case "I64": size = 8
    default: throw .unknownType(tensor: entry.name, type: entry.type)
    }
    let (start, end) = (entry.offsets[0], entry.offsets[1])
    guard start <= end, end <= bytes.count else {
      throw .outside(tensor: entry.name, start: start, end: end, count: bytes.count)
    }
    var needed = size
    for dimension in entry.shape {
      let (product, overflow) = needed.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw .wrongLength(tensor: entry.name, shape: entry.shape, bytes: end - start) }
      needed = product
    }
    guard needed == end - start else {
      throw .wrongLength(tensor: entry.name, shape: entry.shape, bytes: end - start)
    }
    let part = bytes[bytes.startIndex + start..<bytes.startIndex + end]
    let numbers: Numbers =
      size == 4
      ? .floats(words(part, UInt32.self).map { Float(bitPattern: $0) })
      : .integers(words(part, UInt64.self).map { Int64(bitPattern: $0) })
    return Entry(entry.name, shape: Shape(entry.shape), numbers)
  }

  private static func words<Word: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, _ type: Word.Type) -> [Word] {
    let size = MemoryLayout<Word>.size
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { start in
      var word: Word = 0
      for index in (0..<size).reversed() { word = word << 8 | Word(truncatingIfNeeded: bytes[start + index]) }
      return word
    }
  }

  /// Every byte belongs to exactly one tensor: nothing hides between them.
  private static func checkCoverage(_ entries: [SafetensorsHeader.Entry], count: Int) throws(SafetensorsError) {
    var end = 0
    for entry in entries.sorted(by: { ($0.offsets[0], $0.offsets[1]) < ($1.offsets[0], $1.offsets[1]) }) {
      guard entry.offsets[0] == end else { throw .gap(position: end, next: entry.name) }
      end = entry.offsets[1]
    }
    guard end == count else { throw .gap(position: end, next: nil) }
  }

  // MARK: Writing

  /// The bytes of a file that holds these tensors.
  public var bytes: [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var numbers: [UInt8] = []
    for entry in entries {
      let start = numbers.count
      switch entry.numbers {
      case .floats(let values): for value in values { append(value.bitPattern, to: &numbers) }
      case .integers(let values): for value in values { append(value, to: &numbers) }
      }
      let type = if case .floats = entry.numbers { "F32" } else { "I64" }
      let shape = entry.shape.dimensions.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(numbers.count)]}"
      )
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // The numbers begin at a multiple of eight.
    while !header.count.isMultiple(of: 8) { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    append(UInt64(header.count), to: &bytes)
    return bytes + header + numbers
  }

  private func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: word.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Why bytes are no safetensors file, or one that cannot be used here.
public enum SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooShort(bytes: Int)
  case headerTooLong(bytes: UInt64, left: Int)
  case unreadableHeader(position: Int, needed: String)
  case repeated(String)
  case unknownType(tensor: String, type: String)
  case outside(tensor: String, start: Int, end: Int, count: Int)
  case wrongLength(tensor: String, shape: [Int], bytes: Int)
  case gap(position: Int, next: String?)

  public var description: String {
    switch self {
    case .tooShort(let bytes): "a safetensors file has at least 8 bytes, found \(bytes)"
    case .headerTooLong(let bytes, let left):
      "the header should take \(bytes) bytes, but only \(left) are there; the file is cut off or no safetensors file"
    case .unreadableHeader(let position, let needed): "the header cannot be read at byte \(position): needed \(needed)"
    case .repeated(let name): "the tensor \(name) is there twice"
    case .unknownType(let tensor, let type): "the tensor \(tensor) has numbers of type \(type), needed F32 or I64"
    case .outside(let tensor, let start, let end, let count):
      "the tensor \(tensor) should be bytes \(start) to \(end) of \(count)"
    case .wrongLength(let tensor, let shape, let bytes):
      "the tensor \(tensor) has \(bytes) bytes, which does not fit the shape \(shape)"
    case .gap(let position, let next):
      "byte \(position) behind the header belongs to no tensor or to two\(next.map { ", before \($0)" } ?? "")"
    }
  }
}
