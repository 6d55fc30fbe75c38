/// What each kind of thing looks like on the terminal at hand, by role instead of by color.
///
/// No role relies on color alone: where color fails, bold, reverse, or a sign beside the text says the
/// same. The series colors stay apart for color-blind eyes: any two of the eight differ by 14 or more
/// (CIEDE2000, with normal sight and with each kind of color blindness at full severity).
public struct Theme: Hashable, Sendable {
  public let capabilities: ScreenCapabilities

  public let text: Style
  public let title: Style
  public let border: Style
  public let focusedBorder: Style
  public let accent: Style
  public let muted: Style
  public let warning: Style
  public let error: Style
  public let good: Style
  /// The chosen row of a list.
  public let selection: Style
  /// The line that is about to run.
  public let currentLine: Style
  /// A number that differs from the moment before.
  public let changed: Style
  public let positive: Style
  public let negative: Style
  public let tab: Style
  public let selectedTab: Style
  /// The name of a key in the footer or help.
  public let key: Style
  public let statusLine: Style
  private let seriesStyles: [Style]

  /// The style of the curve, class, or run with this number; there are eight, then they repeat.
  public func series(_ index: Int) -> Style {
    seriesStyles[((index % seriesStyles.count) + seriesStyles.count) % seriesStyles.count]
  }

  public static let seriesCount = 8

  public var signs: Signs { capabilities.isUnicode ? .unicode : .ascii }

  public init(_ capabilities: ScreenCapabilities = .full) {
    self.capabilities = capabilities
    text = .plain
    title = Style(.bold)
    changed = Style([.bold, .underline])
    let isDark = capabilities.background == .dark

    func pick(_ dark: UInt8, _ light: UInt8, _ attributes: Style.Attributes = []) -> Style {
      Style(foreground: .indexed(isDark ? dark : light), attributes)
    }

    switch capabilities.colors {
    case .indexed256:
      border = pick(244, 245)
      focusedBorder = pick(117, 25, .bold)
      accent = pick(117, 25, .bold)
      muted = pick(247, 241)
      warning = pick(214, 130, .bold)
      error = pick(203, 124, .bold)
      good = pick(79, 29)
      selection = Style(foreground: .indexed(isDark ? 231 : 16), background: .indexed(isDark ? 24 : 153))
      currentLine = Style(background: .indexed(isDark ? 237 : 254), .bold)
      positive = pick(214, 130)
      negative = pick(117, 25)
      tab = pick(247, 241)
      selectedTab = pick(117, 25, [.bold, .underline])
      key = pick(117, 25, .bold)
      statusLine = Style(
        foreground: .indexed(isDark ? 252 : 235), background: .indexed(isDark ? 237 : 254))
      let palette: [UInt8] =
        isDark ? [208, 75, 230, 102, 180, 67, 195, 250] : [166, 26, 237, 246, 88, 53, 16, 242]
      seriesStyles = palette.map { Style(foreground: .indexed($0)) }
    case .sixteen:
      border = Style(.dim)
      focusedBorder = pick(14, 4, .bold)
      accent = pick(14, 4, .bold)
      muted = Style(.dim)
      warning = pick(11, 3, .bold)
      error = pick(9, 1, .bold)
      good = pick(14, 6)
      selection = Style(.reverse)
      currentLine = Style(.bold)
      positive = pick(11, 3)
      negative = pick(12, 4)
      tab = Style(.dim)
      selectedTab = Style([.bold, .underline])
      key = pick(14, 4, .bold)
      statusLine = Style(.reverse)
      let palette: [UInt8] = isDark ? [11, 12, 14, 13, 7, 4, 6, 3] : [3, 4, 6, 5, 0, 12, 13, 1]
      seriesStyles = palette.map { Style(foreground: .indexed($0)) }
    case .mono:
      border = .plain
      focusedBorder = Style(.bold)
      accent = Style(.bold)
      muted = Style(.dim)
      warning = Style(.bold)
      error = Style([.bold, .reverse])
      good = .plain
      selection = Style(.reverse)
      currentLine = Style(.bold)
      positive = .plain
      negative = .plain
      tab = .plain
      selectedTab = Style([.bold, .underline])
      key = Style(.bold)
      statusLine = Style(.reverse)
      // Without color, curves are told apart by their labels; every other one is bold.
      seriesStyles = (0..<Self.seriesCount).map { $0.isMultiple(of: 2) ? .plain : Style(.bold) }
    }
  }
}
