import ArgumentParser

/// Lessons for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a lesson's network for PyTorch, its weights, its metrics, or a step as a worksheet.",
    subcommands: [
      ExportPyTorchCommand.self, ExportSafetensorsCommand.self, ExportCSVCommand.self, ExportWorksheetCommand.self,
    ])
}
