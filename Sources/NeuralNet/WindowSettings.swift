import TensorMath

/// The settings of a window that slides over images, as lessons write them: `size: 3` or `size: 3x5` (rows first),
/// `stride: 2`, `padding: 1`.
enum WindowSettings {
  /// A window larger than this is taken for a slip of the keyboard.
  static let sizeRange = 1...64

  /// A stride of `size` moves the window by its own size.
  static func window(_ settings: [String: String]) throws(SettingError) -> Window {
    let (height, width) = try size(settings["size"] ?? "")
    let stride =
      settings["stride"] == "size" ? min(height, width) : try LayerSettings.number(settings, "stride", sizeRange)
    return Window(
      height: height, width: width, stride: stride,
      padding: try LayerSettings.number(settings, "padding", 0...sizeRange.upperBound))
  }

  private static func size(_ text: String) throws(SettingError) -> (height: Int, width: Int) {
    let parts = text.split(whereSeparator: { $0 == "x" || $0 == "×" }).map { Int($0) }
    guard parts.count == 1 || parts.count == 2, let height = parts[0], let width = parts.last ?? nil,
      sizeRange.contains(height), sizeRange.contains(width)
    else {
      throw SettingError(
        "size", found: "\"\(text)\"",
        needed: "a whole number from 1 to \(sizeRange.upperBound), or rows and columns such as 3x5")
    }
    return (height, width)
  }
}
