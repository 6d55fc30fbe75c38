import Datasets
import Foundation
import TensorMath
import Testing

/// Packed files, made by Python's gzip module (tools/reference/files.py).
@Suite struct GzipTests {
  private static func packed(_ name: String) throws -> [UInt8] {
    try PackedFiles.packed(name)
  }

  private func unpack(_ bytes: [UInt8], limit: Int = 1 << 20) throws(DataError) -> [UInt8] {
    try Gzip.unpack(bytes, file: "x.gz", limit: limit)
  }

  private static let text = Array(String(repeating: "what is packed is unpacked; ", count: 200).utf8)

  @Test func whatWasPackedComesOut() throws {
    #expect(try unpack(Self.packed("text")) == Self.text)
    #expect(try unpack(Self.packed("empty")) == [])
    // With a name and a comment in the header; zeros behind the end.
    #expect(try unpack(Self.packed("named")) == Self.text)
    #expect(try unpack(Self.packed("text") + [0, 0, 0]) == Self.text)
  }

  @Test func severalPartsFollowEachOther() throws {
    let one = try Self.packed("text")
    #expect(try unpack(one + one) == Self.text + Self.text)
    // The last part is shorter than the first, and the size it tells is no size of the whole.
    #expect(try unpack(one + Self.packed("empty")) == Self.text)
    #expect(try unpack(Self.packed("empty") + one) == Self.text)
  }

  @Test func theLimitHoldsToTheByte() throws {
    let bytes = try Self.packed("text")
    #expect(try unpack(bytes, limit: Self.text.count) == Self.text)
    let error = #expect(throws: DataError.self) { try unpack(bytes, limit: Self.text.count - 1) }
    #expect(error?.problem == .absurdSize)
    #expect(
      error?.description
        == "x.gz: found more than \(Self.text.count - 1) bytes when unpacked, needed at most \(Self.text.count - 1).")
  }

  /// 16 MiB of zeros in 16 KB: told of by its size, and by one that lies about it.
  @Test func aBombIsRefused() throws {
    var bomb = try Self.packed("bomb")
    #expect(bomb.count < 100_000)
    #expect(throws: DataError.self) { try unpack(bomb) }
    bomb.replaceSubrange(bomb.count - 4..<bomb.count, with: [1, 0, 0, 0])
    #expect(try #require(throws: DataError.self) { try unpack(bomb) }.problem == .absurdSize)
  }

  @Test func everyTruncationIsReported() throws {
    let bytes = try Self.packed("text")
    for length in 0..<bytes.count {
      let error = #expect(throws: DataError.self) { try unpack(Array(bytes.prefix(length))) }
      #expect(error?.problem == .truncated, "\(length) bytes")
    }
  }

  @Test func everyDamagedByteOfTheDataIsNoticed() throws {
    let bytes = try Self.packed("text")
    // The ten bytes of the header hold time, system and flags, of which some mean nothing.
    for place in 10..<bytes.count {
      var damaged = bytes
      damaged[place] ^= 0xff
      #expect(throws: DataError.self, "byte \(place)") { try unpack(damaged) }
    }
    let trailing = #expect(throws: DataError.self) { try unpack(bytes + [7, 7]) }
    #expect(trailing?.problem == .trailingBytes)
  }
}
