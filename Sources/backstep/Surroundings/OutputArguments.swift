import ArgumentParser

/// Where a result goes: to standard output, or into a file that is not overwritten unasked.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Writes into a file instead of to standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "Replaces the file when it is there already.")
  var overwrite = false

  func write(_ bytes: [UInt8]) throws(Failure) {
    if let output {
      guard !output.isEmpty else { throw Failure(.usage, "--output: found nothing, needed the name of a file.") }
      try OutputFile.write(bytes, to: output, replaces: overwrite)
    } else {
      try StandardOutput.write(bytes)
    }
  }
}
