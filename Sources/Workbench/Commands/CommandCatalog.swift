import Autodiff
public import Screen

/// Every command, in the order of the help.
public enum CommandCatalog {
  public static let all: [Command] =
    TimeCommands.all + BreakpointCommands.all + MovementCommands.all + CursorCommands.all + PanelCommands.all
    + ChangeCommands.all + TeachingCommands.all + BranchCommands.all + ViewCommands.all + DrawingCommands.all
    + WordCommands.all + TextCommands.all + ProgramCommands.all

  /// The command of a key: the focused panel's own, else the one that works everywhere.
  public static func command(for key: Key, in panel: PanelID? = nil) -> Command? {
    (panel.flatMap { byKey[Place(key: key, panel: $0)] } ?? byKey[Place(key: key, panel: nil)]).map { all[$0] }
  }

  private struct Place: Hashable {
    let key: Key
    let panel: PanelID?
  }

  private static let byKey: [Place: Int] = {
    var table: [Place: Int] = [:]
    for (index, command) in all.enumerated() {
      for key in command.keys {
        let place = Place(key: key, panel: command.panel)
        precondition(table[place] == nil, "\(command.id) and \(all[table[place] ?? 0].id) share a key")
        table[place] = index
      }
    }
    return table
  }()
}
