/// Which panel, by the name that lessons and commands use. Each panel's file declares its own.
public struct PanelID: Hashable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }
}
