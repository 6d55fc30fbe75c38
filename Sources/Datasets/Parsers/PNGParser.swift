import CPNG
import Wording

/// Reads PNG pictures of any color type and depth as shades of gray, through libpng.
///
/// A color becomes 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), what is transparent becomes
/// black: for a network, 0 is where there is nothing.
public enum PNGParser {
  public static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  public static func parse(_ bytes: [UInt8], file: String) throws(DataError) -> GrayImage {
    var (foundWidth, foundHeight) = (UInt32(0), UInt32(0))
    var message = [CChar](repeating: 0, count: Int(CP_MESSAGE))
    guard cp_read_size(bytes, bytes.count, &foundWidth, &foundHeight, &message) == 1 else {
      throw damaged(message, file: file)
    }
    let (height, width) = (Int(foundHeight), Int(foundWidth))
    try GrayImage.checkSize(height: height, width: width, file: file)
    var gray = [Float](repeating: 0, count: height * width)
    guard cp_read_gray(bytes, bytes.count, foundWidth, foundHeight, &gray, &message) == 1 else {
      throw damaged(message, file: file)
    }
    return GrayImage(height: height, width: width, brightness: gray.map { $0 * 255 })
  }

  /// libpng's own words: they name the part of the file.
  private static func damaged(_ message: [CChar], file: String) -> DataError {
    let words = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return DataError(
      .corrupt, in: file, found: "a damaged PNG picture (\(Quotation.plain(words)))", needed: "an undamaged one")
  }
}
