import Wording

/// One picture in shades of gray, as read from a PNG or PGM file.
public struct GrayImage: Hashable, Sendable {
  public let height: Int
  public let width: Int
  /// Row by row, from 0 (black) to 255 (white), whatever depth the file has.
  public let brightness: [Float]

  public init(height: Int, width: Int, brightness: [Float]) {
    precondition(height > 0 && width > 0, "a picture has pixels, found \(height)×\(width)")
    precondition(brightness.count == height * width, "\(height)×\(width) pixels, found \(brightness.count)")
    self.height = height
    self.width = width
    self.brightness = brightness
  }

  /// The longest side that is read, in pixels: 4096² floats fill 64 MiB. A picture is scaled down to
  /// 128 at the most, so that larger ones would show nothing more.
  public static let largestSide = 4096

  /// A picture from a file's bytes; which format it is, they tell themselves.
  ///
  /// - Parameter file: its name, for messages.
  public static func parse(_ bytes: [UInt8], file: String) throws(DataError) -> GrayImage {
    if bytes.starts(with: PNGParser.signature) { return try PNGParser.parse(bytes, file: file) }
    if bytes.first == UInt8(ascii: "P") { return try PGMParser.parse(bytes, file: file) }
    guard !bytes.isEmpty else {
      throw DataError(.truncated, in: file, at: .byte(0), found: "the end of the file", needed: "a picture")
    }
    let isJPEG = bytes.starts(with: [0xff, 0xd8])
    throw DataError(
      .wrongMagic, in: file, at: .byte(0), found: isJPEG ? "a JPEG picture" : "bytes of another kind",
      needed: "a PNG or PGM picture",
      suggestion: isJPEG ? "Any picture program can save it as PNG." : nil)
  }

  /// Said before anything of that size is allocated.
  static func checkSize(height: Int, width: Int, file: String) throws(DataError) {
    guard (1...largestSide).contains(height), (1...largestSide).contains(width) else {
      throw DataError(
        .absurdSize, in: file, found: "a picture of \(width)×\(height) pixels",
        needed: "1×1 to \(largestSide)×\(largestSide)")
    }
  }
}
