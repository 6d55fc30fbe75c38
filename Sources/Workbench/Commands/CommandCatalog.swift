import Autodiff
public import Screen

/// Every command, in the order of the help.
public enum CommandCatalog {
  public static let all: [Command] =
    TimeCommands.all + BreakpointCommands.all + CursorCommands.all + PanelCommands.all + ChangeCommands.all
    + TeachingCommands.all
    + BranchCommands.all
    + ViewCommands.all
    + ProgramCommands.all

  /// The command of a key.
  public static func command(for key: Key) -> Command? { byKey[key].map { all[$0] } }

  private static let byKey: [Key: Int] = {
    var table: [Key: Int] = [:]
    for (index, command) in all.enumerated() {
      for key in command.keys {
        precondition(table[key] == nil, "\(command.id) and \(all[table[key] ?? 0].id) share a key")
        table[key] = index
      }
    }
    return table
  }()
}
