import ArgumentParser

/// Lessons for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a lesson's network for PyTorch, its weights, or its metrics.",
    subcommands: [ExportPyTorchCommand.self, ExportSafetensorsCommand.self, ExportCSVCommand.self])
}
