import Foundation
import Sessions
import Stepping

/// The file beside a session that holds what was computed. It is replaced in one step, belongs to one
/// beginning of the session, and is not missed when it is gone, damaged or of another version.
///
///     backstep-checkpoint 1 LINES DIGEST CRC LENGTH
///     … a binary property list of LENGTH bytes, then the keyframes as IEEE floats, low byte first
enum CheckpointFile {
  private static let name = "backstep-checkpoint"
  private static let version = 1
  private static let suffix = ".checkpoint"
  private static let largest = 1 << 30

  static func write(
    _ checkpoint: RunCheckpoint, after digest: SessionDigest, beside session: String
  ) throws(WriteProblem) {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    guard let data = try? encoder.encode(checkpoint) else { return }
    let body = Array(data) + bytes(of: checkpoint.numbers)
    let head = "\(name) \(version) \(digest.lines) \(digest.value) \(Checksum.crc32(body)) \(data.count)\n"
    try AppendOnlyFile.replace(session + suffix, with: Array(head.utf8) + body)
  }

  /// Nil where there is none that fits.
  static func read(beside session: String, of file: SessionFile) -> RunCheckpoint? {
    guard let bytes = try? FileBytes.read(session + suffix, limit: largest), let end = bytes.firstIndex(of: 0x0a),
      let head = String(validating: bytes[..<end], as: UTF8.self)
    else { return nil }
    let words = head.split(separator: " ").map(String.init)
    let body = bytes[(end + 1)...]
    guard words.count == 6, words[0] == name, words[1] == "\(version)", let lines = Int(words[2]), lines >= 0,
      words[3] == "\(SessionDigest(beginning(of: file, lines)).value)", words[4] == "\(Checksum.crc32(body))",
      let length = Int(words[5]), (0...body.count).contains(length),
      var checkpoint = try? PropertyListDecoder().decode(RunCheckpoint.self, from: Data(body.prefix(length)))
    else { return nil }
    checkpoint.numbers = numbers(from: body.dropFirst(length))
    return checkpoint
  }

  private static func bytes(of numbers: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * numbers.count)
    for number in numbers {
      let bits = number.bitPattern
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    return bytes
  }

  private static func numbers(from bytes: ArraySlice<UInt8>) -> [Float] {
    stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { place in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
  }

  private static func beginning(of file: SessionFile, _ lines: Int) -> String {
    file.text.split(separator: "\n").prefix(lines).map { $0 + "\n" }.joined()
  }
}
