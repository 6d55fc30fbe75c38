import Wording

/// Reads PGM pictures, as text (P2) or as bytes (P5), with brightness up to 65535.
///
///     P5            magic: P2 is the same with the numbers written out
///     # a comment
///     256 128       width, height
///     255           the brightness of white; above 255 a pixel has two bytes, the higher one first
///     …             256 · 128 bytes
///
/// The format is that of Netpbm's pgm(5).
public enum PGMParser {
  public static func parse(_ bytes: [UInt8], file: String) throws(DataError) -> GrayImage {
    var reader = Reader(bytes: bytes, file: file)
    let isText = try reader.magic()
    let width = try reader.number("the width")
    let height = try reader.number("the height")
    try GrayImage.checkSize(height: height, width: width, file: file)
    let largestPlace = reader.place
    let largest = try reader.number("the brightness of white")
    guard (1...65535).contains(largest) else {
      throw DataError(
        .wrongElementType, in: file, at: .byte(largestPlace), found: "\(largest) for white", needed: "1 to 65535")
    }
    let samples = isText ? try reader.writtenSamples(width * height) : try reader.samples(width * height, largest)
    let scale = 255 / Double(largest)
    var brightness: [Float] = []
    brightness.reserveCapacity(samples.count)
    for (index, sample) in samples.enumerated() {
      guard sample <= largest else {
        throw DataError(
          .notANumber, in: file, found: "brightness \(sample) in pixel \(index / width),\(index % width)",
          needed: "0 to \(largest)")
      }
      brightness.append(Float(Double(sample) * scale))
    }
    return GrayImage(height: height, width: width, brightness: brightness)
  }

  private struct Reader {
    let bytes: [UInt8]
    let file: String
    var place = 0

    /// Whether the numbers are written out.
    mutating func magic() throws(DataError) -> Bool {
      let words: [[UInt8]: String] = [
        Array("P1".utf8): "black and white as text", Array("P4".utf8): "black and white",
        Array("P3".utf8): "colors as text", Array("P6".utf8): "colors",
      ]
      let magic = Array(bytes.prefix(2))
      guard magic.count == 2 else { throw truncated("P2 or P5") }
      place = 2
      if magic == Array("P5".utf8) || magic == Array("P2".utf8) { return magic == Array("P2".utf8) }
      let text = Quotation.quoted(String(decoding: magic, as: UTF8.self))
      throw DataError(
        .wrongMagic, in: file, at: .byte(0), found: words[magic].map { "\(text) (\($0))" } ?? text,
        needed: "\"P2\" or \"P5\" (gray)")
    }

    /// A whole number after white space and comments.
    mutating func number(_ what: String) throws(DataError) -> Int {
      while place < bytes.count, isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "#") {
        if bytes[place] == UInt8(ascii: "#") {
          while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        } else {
          place += 1
        }
      }
      guard place < bytes.count else { throw truncated(what) }
      var number = 0
      let start = place
      while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
        number = number * 10 + Int(bytes[place] - UInt8(ascii: "0"))
        // Nine digits are more than any size or brightness has, and no overflow.
        guard place - start < 9 else { break }
        place += 1
      }
      guard place > start, place == bytes.count || isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "#") else {
        let found = String(decoding: bytes[start...].prefix { !isSpace($0) }.prefix(20), as: UTF8.self)
        throw DataError(.notANumber, in: file, at: .byte(start), found: Quotation.quoted(found), needed: what)
      }
      return number
    }

    mutating func writtenSamples(_ count: Int) throws(DataError) -> [Int] {
      // A digit and a space each at least: a short file must not make a large array.
      guard bytes.count - place >= 2 * count - 1 else { throw truncated("\(count) numbers") }
      var samples: [Int] = []
      samples.reserveCapacity(count)
      for _ in 0..<count { samples.append(try number("a number for each of \(count) pixels")) }
      return samples
    }

    /// One byte of white space stands before the pixels.
    mutating func samples(_ count: Int, _ largest: Int) throws(DataError) -> [Int] {
      place += 1
      let size = largest > 255 ? 2 : 1
      guard bytes.count - place >= count * size else {
        throw truncated("\(count * size) bytes for the pixels, \(max(bytes.count - place, 0)) are there")
      }
      let start = place
      place += count * size
      return (0..<count).map { index in
        size == 1 ? Int(bytes[start + index]) : Int(bytes[start + 2 * index]) << 8 | Int(bytes[start + 2 * index + 1])
      }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private func truncated(_ needed: String) -> DataError {
      DataError(.truncated, in: file, at: .byte(bytes.count), found: "the end of the file", needed: needed)
    }
  }
}
