import Autodiff
import Screen
import Workbench

/// Every key as Markdown, in both languages. Nothing here knows a key: all of them come from the catalog
/// of commands, so that none is undocumented.
enum KeyPage {
  static var text: String {
    var lines = [
      "# Keys", "", "Made by `backstep keys` from the table of commands; `?` shows the same in the workbench.",
    ]
    for group in Command.Group.allCases {
      let commands = CommandCatalog.all.filter { $0.group == group && !$0.keys.isEmpty }
      guard !commands.isEmpty else { continue }
      lines += [
        "", "## \(group.title.english)", "", group.title.chinese, "", "| key | does | 作用 |", "| --- | --- | --- |",
      ]
      lines += commands.map { command in
        let keys = command.keys.map { "`\($0.name.replacing("|", with: "\\|"))`" }.joined(separator: " ")
        return "| \(keys) | \(command.title.english) | \(command.title.chinese) |"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
