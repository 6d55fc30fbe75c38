import ArgumentParser
import Export
import Lessons
import Storage

/// A network as a PyTorch script with its numbers.
struct ExportPyTorchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pytorch", abstract: "Writes a script that compares PyTorch with Backstep and goes on training.",
    discussion: """
      The folder gets model.py, weights.safetensors, data.safetensors and expected.safetensors. The script needs PyTorch \
      and nothing else: python model.py, or python model.py --check for one line of JSON.
      """)

  @OptionGroup var lesson: LessonArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to write; made when it is not there.", valueName: "folder"))
  var output: String

  @Flag(help: "Replaces the files of an earlier export.") var overwrite = false

  func run() throws {
    let loaded = try lesson.load()
    let export = try attempt({ (error: PyTorchExportError) in Failure(.badData, Sentence.ended(error.description)) }) {
      () throws(PyTorchExportError) in try PyTorchExport(loaded.setup, lesson: loaded.lesson.id)
    }
    try OutputFile.makeFolder(output)
    // All or nothing: no file is written when one is in the way.
    if !overwrite, let first = export.files.first(where: { FileBytes.isFile("\(output)/\($0.name)") }) {
      throw Failure(
        .cannotWrite,
        "\(Sentence.shown(output))/\(first.name): is there already and is not overwritten; add --overwrite to replace it."
      )
    }
    for file in export.files { try OutputFile.write(file.bytes, to: "\(output)/\(file.name)", replaces: overwrite) }
    try StandardOutput.line("\(Sentence.shown(output)): \(export.files.map(\.name).joined(separator: ", "))")
  }
}
