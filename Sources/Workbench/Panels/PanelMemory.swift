/// What an arrow or page key means to a panel.
public enum Movement: Hashable, Sendable { case up, down, left, right, pageUp, pageDown }

/// What a panel keeps from one frame to the next; the same for all of them.
public struct PanelMemory: Hashable, Sendable {
  /// First line in sight.
  public var scroll = 0
  /// The chosen line.
  public var choice = 0
  /// The chosen tab.
  public var tab = 0
  /// Whether what happens moves the choice along.
  public var follows = true
  /// What was unfolded by hand in a list that folds.
  var opened: Set<ProgramOutline.Fold> = []

  public init() {}
}
