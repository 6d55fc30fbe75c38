public import Screen

/// Decides what the terminal can show from what the environment says. It asks the terminal nothing:
/// answers may come late, or never, and end up as typed text.
public struct CapabilityDetection: Sendable {
  /// What the user has decided; nil leaves it to detection.
  public struct Choices: Hashable, Sendable {
    public var colors: ScreenCapabilities.Colors?
    public var glyphs: ScreenCapabilities.Glyphs?
    public var marker: ScreenCapabilities.Marker?
    public var background: ScreenCapabilities.Background?
    public var ambiguousWidth: Int?

    public init(
      colors: ScreenCapabilities.Colors? = nil, glyphs: ScreenCapabilities.Glyphs? = nil,
      marker: ScreenCapabilities.Marker? = nil, background: ScreenCapabilities.Background? = nil,
      ambiguousWidth: Int? = nil
    ) {
      self.colors = colors
      self.glyphs = glyphs
      self.marker = marker
      self.background = background
      self.ambiguousWidth = ambiguousWidth
    }
  }

  private let environment: [String: String]

  public init(environment: [String: String]) { self.environment = environment }

  public var terminalName: String { environment["TERM"] ?? "" }

  /// Whether NO_COLOR asks for none: set and not empty, whatever it says.
  public var refusesColor: Bool { environment["NO_COLOR"].map { !$0.isEmpty } ?? false }

  /// Over SSH frames cost the line more than the machine; drawing ten a second is enough.
  public var isRemote: Bool { environment["SSH_CONNECTION"].map { !$0.isEmpty } ?? false }

  /// Whether it understands xterm's requests, as nearly all in use do.
  public var speaksXterm: Bool {
    let kin = ["xterm", "tmux", "screen", "rxvt", "alacritty", "kitty", "foot", "ghostty", "wezterm", "konsole", "st-"]
    return kin.contains { terminalName.hasPrefix($0) }
  }

  /// The name to try where terminfo does not know this one: SSH often leads to machines with an older
  /// list. Nil where nothing is close.
  public var relatedTerminalName: String? {
    if speaksXterm || environment["COLORTERM"] != nil || terminalName.hasSuffix("256color") { return "xterm-256color" }
    return nil
  }

  /// Whether the locale variables, the strongest first, name UTF-8; with none of them set it is assumed.
  public var namesUTF8: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      let lowered = value.lowercased()
      return lowered.contains("utf-8") || lowered.contains("utf8")
    }
    return true
  }

  /// `terminalColors` is what terminfo knows: 0, 8, 16, 88, 256, or more.
  public func capabilities(terminalColors: Int, isUTF8: Bool, choices: Choices = Choices()) -> ScreenCapabilities {
    let colors: ScreenCapabilities.Colors =
      refusesColor || terminalColors < 8 ? .mono : terminalColors < 256 ? .sixteen : .indexed256
    let ambiguousWidth = choices.ambiguousWidth ?? 1
    // Lines and blocks are ambiguous characters: drawn wide, no box would close.
    let glyphs = choices.glyphs ?? (isUTF8 && ambiguousWidth == 1 ? .unicode : .ascii)
    // The fonts of the Linux console have no braille.
    let marker = choices.marker ?? (terminalName == "linux" ? .block : .braille)
    return ScreenCapabilities(
      colors: choices.colors ?? colors, glyphs: glyphs, marker: marker, ambiguousWidth: ambiguousWidth,
      background: choices.background ?? background)
  }

  /// COLORFGBG is `foreground;background` in the 16 colors; without it, most terminals are dark.
  private var background: ScreenCapabilities.Background {
    let last = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    guard let last else { return .dark }
    return last == 7 || (9...15).contains(last) ? .light : .dark
  }
}
