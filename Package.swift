// swift-tools-version: 6.2
import PackageDescription

// The dependency lists below ARE the layering: a module may import what its row names and nothing
// else. `./check` builds with `--explicit-target-dependency-import-check error` to hold it to that.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// For the modules that train: tests train much, and a debug build without it takes them several times as long.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A module of ours: one folder in `Sources`, what it may import, how its settings differ.
func module(_ name: String, _ imports: [Target.Dependency] = [], extra: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: strict + extra)
}

func tests(_ name: String, _ imports: [Target.Dependency], resources: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: imports, exclude: resources, swiftSettings: strict)
}

/// What several test targets share.
func testSupport(_ name: String, _ imports: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: imports, path: "Tests/\(name)", swiftSettings: strict)
}

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "backstep",
  products: [.executable(name: "backstep", targets: ["backstep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // 0 · C: plain functions over system libraries
    .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("openblas")]),
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-fno-math-errno"])], linkerSettings: [.linkedLibrary("sleef")]
    ),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .systemLibrary(name: "CCmark"),
    .target(name: "CGzip", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),

    // 1 · pure foundations
    module("Wording"),
    module("TensorMath", ["COpenBLAS", "CKernels"], extra: fast),
    module("Screen"),
    module("PseudoTerminal"),

    // 2 · operations and data
    module("Autodiff", ["TensorMath"], extra: fast),
    module("Datasets", ["TensorMath", "Wording", "CGzip", "CPNG"], extra: fast),

    // 3 · layers, losses, optimizers
    module("NeuralNet", ["Autodiff", "TensorMath", "Wording"], extra: fast),

    // 4 · the debugger
    module("Stepping", ["NeuralNet", "Datasets", "Autodiff", "TensorMath", "Wording"], extra: fast),

    // 5 · lessons
    module("Lessons", ["Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath", "Wording", "CCmark", yams]),

    module(
      "Sessions", ["Lessons", "Stepping", "NeuralNet", "Datasets", "Autodiff", "Wording"]),

    // 6 · the workbench: state, keys, panels; files written for others
    module(
      "Workbench", ["Sessions", "Lessons", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath", "Screen"]),
    module("Export", ["Lessons", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath", "Screen"]),

    // 7 · effects: threads, terminal, files, clock
    module("TrainerService", ["Stepping"]),
    module("NcursesBackend", ["Screen", "CNcurses"]),
    module("Storage", ["Sessions", "Lessons", "Datasets", "Stepping", "NeuralNet", "Autodiff", "Wording"]),
    module(
      "Benchmarking", ["PseudoTerminal", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath", "Export"]),

    // 8 · the program
    .executableTarget(
      name: "backstep",
      dependencies: [
        "Workbench", "Export", "TrainerService", "NcursesBackend", "Storage", "Benchmarking", "PseudoTerminal",
        "Sessions", "Lessons",
        "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath", "Wording", "Screen", arguments,
      ],
      swiftSettings: strict),

    // Tests, one folder per module
    tests("TensorMathTests", ["TensorMath"]),
    testSupport("ScreenTestSupport", ["Screen"]),
    tests("ScreenTests", ["Screen", "ScreenTestSupport"], resources: ["Goldens"]),
    tests("NcursesBackendTests", ["NcursesBackend", "Screen", "CNcurses"]),
    tests("AutodiffTests", ["Autodiff", "TensorMath"], resources: ["ReferenceValues"]),
    tests("DatasetsTests", ["Datasets", "Wording", "TensorMath"], resources: ["ReferenceValues"]),
    tests("NeuralNetTests", ["NeuralNet", "Autodiff", "TensorMath"], resources: ["ReferenceValues"]),
    tests(
      "SteppingTests", ["Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath"], resources: ["ReferenceValues"]),
    tests(
      "LessonsTests", ["Lessons", "Storage", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath"],
      resources: ["ReferenceValues"]),
    tests(
      "SessionsTests",
      ["Sessions", "Lessons", "Storage", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath"]),
    tests("TrainerServiceTests", ["TrainerService", "Stepping", "NeuralNet", "Datasets", "TensorMath"]),
    tests("StorageTests", ["Storage", "Sessions", "Lessons", "Stepping", "NeuralNet", "Datasets", "Autodiff"]),
    testSupport(
      "WorkbenchTestSupport",
      [
        "Workbench", "Lessons", "Stepping", "Autodiff", "TensorMath", "Screen", "TrainerService", "Storage",
        "Datasets", "NeuralNet",
      ]),
    tests(
      "WorkbenchTests",
      [
        "Workbench", "WorkbenchTestSupport", "ScreenTestSupport", "Lessons", "Stepping", "Autodiff", "Datasets",
        "TensorMath", "Screen",
      ],
      resources: ["Goldens"]),
    tests(
      "ScenarioTests",
      [
        "Workbench", "WorkbenchTestSupport", "ScreenTestSupport", "Lessons", "Stepping", "Autodiff", "TensorMath",
        "Screen",
      ]),
    // A program that ends in every way a program can, for the tests of the terminal.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["NcursesBackend", "Screen"], path: "Tests/TerminalProbe",
      swiftSettings: strict),
    tests("TerminalTests", ["PseudoTerminal", "Screen", "ScreenTestSupport"]),
    tests("ExportTests", ["Export", "Stepping", "NeuralNet", "Datasets", "Autodiff", "TensorMath"]),
    tests("CommandLineTests", ["backstep"]),
  ]
)
