import Export
import TensorMath
import Testing

@Suite struct SafetensorsTests {
  static let file = Safetensors(
    [
      Safetensors.Entry("0.weight", Tensor([2, 3], [1, -2, 0.5, .infinity, -0.0, .leastNonzeroMagnitude])),
      Safetensors.Entry("y0", shape: [3], .integers([0, 9, -1])),
      Safetensors.Entry("empty", Tensor([0, 4], [])),
      Safetensors.Entry("one", Tensor(.scalar, [3])),
    ], metadata: ["case": "W3", "quote\"\\\n": "学习 \u{1}"])

  @Test func whatIsWrittenIsReadBack() throws {
    let read = try Safetensors(reading: Self.file.bytes)
    #expect(read == Self.file)
    #expect(read["y0"]?.tensor.values == [0, 9, -1])
    #expect(read["nothing"] == nil)
  }

  /// As the Python package writes it, down to the byte.
  @Test func bytesAreThoseOfTheFormat() {
    let bytes = Safetensors([Safetensors.Entry("a", Tensor([2], [1, 2]))]).bytes
    let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    #expect(bytes.prefix(8) == [56, 0, 0, 0, 0, 0, 0, 0])
    #expect(String(decoding: bytes[8..<64], as: UTF8.self) == header + "  ")
    #expect(bytes[64...].elementsEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]))
  }

  @Test func escapesOfJSONAreRead() throws {
    let read = try Safetensors(reading: bytes(#" { "__metadata__" : { "\u0041\ud83d\ude00\/" : "\t" } } "#))
    #expect(read.metadata == ["A😀/": "\t"])
  }

  static let broken: [(header: String, data: Int, error: SafetensorsError)] = [
    ("[]", 0, .unreadableHeader(position: 0, needed: "{")),
    (#"{"a":1}"#, 0, .unreadableHeader(position: 5, needed: "{")),
    (
      #"{"a":{"dtype":"F32","shape":[1]}}"#, 4, .unreadableHeader(position: 32, needed: "dtype, shape and data_offsets")
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4,
      .unreadableHeader(position: 29, needed: "a whole number from 0 up")
    ),
    (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4, .unknownType(tensor: "a", type: "F16")),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, .outside(tensor: "a", start: 0, end: 8, count: 4)),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, .outside(tensor: "a", start: 8, end: 0, count: 8)),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, .wrongLength(tensor: "a", shape: [3], bytes: 8)),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
      .wrongLength(tensor: "a", shape: [4_611_686_018_427_387_904, 4], bytes: 0)
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, .gap(position: 4, next: nil)),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, .gap(position: 0, next: "a")),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      4,
      .repeated("a")
    ),
    (
      #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4,
      .unreadableHeader(position: 29, needed: "a whole number from 0 up")
    ),
    (#"{"\ud8"}"#, 0, .unreadableHeader(position: 4, needed: "four hexadecimal digits")),
    (#"{} x"#, 0, .unreadableHeader(position: 3, needed: "the end of the header")),
  ]

  @Test(arguments: broken.indices)
  func everyFaultHasItsError(_ index: Int) {
    let (header, count, error) = Self.broken[index]
    #expect(throws: error) { try Safetensors(reading: bytes(header, data: count)) }
    #expect(!error.description.isEmpty)
  }

  @Test func lengthsThatCannotBeAreErrors() {
    #expect(throws: SafetensorsError.tooShort(bytes: 3)) { try Safetensors(reading: [1, 2, 3]) }
    #expect(throws: SafetensorsError.headerTooLong(bytes: .max, left: 2)) {
      try Safetensors(reading: [UInt8](repeating: 255, count: 8) + [1, 2])
    }
  }

  /// Cut off anywhere, or with any byte changed: tensors or an error, never a trap.
  @Test func damagedFilesNeverTrap() {
    let bytes = Self.file.bytes
    for count in bytes.indices {
      #expect(throws: SafetensorsError.self) { try Safetensors(reading: Array(bytes[..<count])) }
    }
    var random = RandomSource(seed: 3, purpose: "damage")
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0...random.integer(below: 3) {
        damaged[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
      }
      _ = try? Safetensors(reading: damaged)
    }
  }

  private func bytes(_ header: String, data: Int = 0) -> [UInt8] {
    [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }
}
