public import TensorMath

/// Named tensors as the bytes of a safetensors file: the length of a JSON header, the header, the
/// numbers in little-endian order (github.com/huggingface/safetensors, format 0.4).
public struct TensorFile: Sendable {
  enum Content: Sendable {
    case floats(Tensor)
    case integers([Int64])
  }

  private var entries: [(name: String, content: Content)] = []

  public init() {}

  public init(_ tensors: [(name: String, tensor: Tensor)]) {
    entries = tensors.map { ($0.name, .floats($0.tensor)) }
  }

  public mutating func add(_ name: String, _ tensor: Tensor) { entries.append((name, .floats(tensor))) }
  public mutating func add(_ name: String, integers: [Int]) {
    entries.append((name, .integers(integers.map(Int64.init))))
  }

  public var bytes: [UInt8] {
    var members = [
      JSON.Member(name: "__metadata__", value: .object(["writer": .string("backstep"), "format": .string("pt")]))
    ]
    var offset = 0
    for (name, content) in entries {
      members.append(JSON.Member(name: name, value: content.header(at: offset)))
      offset += content.byteCount
    }
    var header = Array(JSONText.text(.object(members)).utf8)
    // Numbers begin at a multiple of 8.
    while !header.count.isMultiple(of: 8) { header.append(UInt8(ascii: " ")) }
    var bytes = Self.littleEndian(UInt64(header.count)) + header
    bytes.reserveCapacity(bytes.count + offset)
    for (_, content) in entries {
      switch content {
      case .floats(let tensor): for value in tensor.values { bytes += Self.littleEndian(value.bitPattern) }
      case .integers(let values): for value in values { bytes += Self.littleEndian(value) }
      }
    }
    return bytes
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

extension TensorFile.Content {
  var byteCount: Int {
    switch self {
    case .floats(let tensor): tensor.values.count * 4
    case .integers(let values): values.count * 8
    }
  }

  func header(at offset: Int) -> JSON {
    let (type, shape): (String, [Int]) =
      switch self {
      case .floats(let tensor): ("F32", tensor.shape.dimensions)
      case .integers(let values): ("I64", [values.count])
      }
    return .object([
      "dtype": .string(type), "shape": .integers(shape), "data_offsets": .integers([offset, offset + byteCount]),
    ])
  }
}
