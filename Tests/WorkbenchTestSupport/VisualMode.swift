public import Screen

/// The ways a screen can look, from everything to nearly nothing.
public enum VisualMode: String, CaseIterable, Sendable {
  case full, light, sixteen, mono, ascii

  public var capabilities: ScreenCapabilities {
    switch self {
    case .full: .full
    case .light: ScreenCapabilities(background: .light)
    case .sixteen: ScreenCapabilities(colors: .sixteen, marker: .block)
    case .mono: ScreenCapabilities(colors: .mono)
    case .ascii: .plainest
    }
  }
}
