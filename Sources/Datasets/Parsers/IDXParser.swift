import Wording

/// Reads IDX files of unsigned bytes.
///
///     00 00 08 03     magic: two zeros, 08 = unsigned bytes, 3 axes
///     00 00 07 05     1797 images  ┐
///     00 00 00 08        8 rows    ├ 32-bit sizes, the most significant byte first
///     00 00 00 08        8 columns ┘
///     00 05 0d …      1797 · 8 · 8 bytes, no more and no less
///
/// Compressed files are unpacked by whoever reads them from the disk.
public enum IDXParser {
  /// 2³⁰ numbers: as floats they fill 4 GB; MNIST with its 47 million is far below.
  private static let largestCount = 1 << 30

  public static func parse(_ bytes: [UInt8], file: String) throws(DataError) -> IDXArray {
    let axes = try axisCount(bytes, file: file)
    let header = 4 + 4 * axes
    guard bytes.count >= header else {
      throw DataError(
        .truncated, in: file, at: .byte(bytes.count), found: "the end of the file",
        needed: "\(header) bytes for the sizes of \(Quotation.counted(axes, "axis", "axes"))")
    }
    let dimensions = (1...axes).map { axis in bytes[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) } }
    // Said before anything is allocated: four bytes of a broken file may ask for gigabytes.
    guard let count = count(of: dimensions) else {
      throw DataError(
        .absurdSize, in: file, at: .byte(4), found: "the sizes \(description(dimensions))",
        needed: "at most \(largestCount) numbers in all")
    }
    let payload = bytes.count - header
    guard payload >= count else {
      throw DataError(
        .truncated, in: file, at: .byte(bytes.count),
        found: "the end of the file after \(Quotation.counted(payload, "number", "numbers"))",
        needed: "\(count) numbers for the sizes \(description(dimensions))")
    }
    guard payload == count else {
      throw DataError(
        .trailingBytes, in: file, at: .byte(header + count),
        found: Quotation.counted(payload - count, "more byte", "more bytes"),
        needed: "the end of the file after \(count) numbers for the sizes \(description(dimensions))")
    }
    return IDXArray(dimensions: dimensions, values: bytes[header...])
  }

  /// How many numbers there are, or nil for more than anyone has. A zero among the sizes makes it zero.
  private static func count(of dimensions: [Int]) -> Int? {
    var count = 1
    for size in dimensions.contains(0) ? [0] : dimensions {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows, product <= largestCount else { return nil }
      count = product
    }
    return count
  }

  /// The number of axes, once the magic number is known to be right.
  private static func axisCount(_ bytes: [UInt8], file: String) throws(DataError) -> Int {
    guard bytes.count >= 4 else {
      throw DataError(
        .truncated, in: file, at: .byte(bytes.count), found: "the end of the file", needed: "a magic number of 4 bytes")
    }
    let magic = bytes.prefix(4).map(hexadecimal).joined(separator: " ")
    guard bytes[0] == 0, bytes[1] == 0 else {
      let isCompressed = bytes[0] == 0x1f && bytes[1] == 0x8b
      throw DataError(
        .wrongMagic, in: file, at: .byte(0), found: magic, needed: "00 00 08 and the number of axes",
        suggestion: isCompressed ? "This is a gzip file: its name must end in .gz." : nil)
    }
    guard bytes[2] == 0x08 else {
      let kinds: [UInt8: String] = [
        0x09: "signed bytes", 0x0b: "16-bit integers", 0x0c: "32-bit integers", 0x0d: "32-bit floats",
        0x0e: "64-bit floats",
      ]
      throw DataError(
        .wrongElementType, in: file, at: .byte(2),
        found: "\(hexadecimal(bytes[2])) (\(kinds[bytes[2]] ?? "no known type"))", needed: "08 (unsigned bytes)")
    }
    guard (1...4).contains(bytes[3]) else {
      throw DataError(.wrongAxes, in: file, at: .byte(3), found: "\(bytes[3]) axes", needed: "1 to 4")
    }
    return Int(bytes[3])
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0\(digits)" : digits
  }

  static func description(_ dimensions: [Int]) -> String { dimensions.map(String.init).joined(separator: "×") }
}
