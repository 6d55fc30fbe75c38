import Foundation
import Testing

/// What people get wrong: the exit code, and a sentence that says what was found and what helps.
struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: String
    let status: Int32
    let says: [String]
    var testDescription: String { arguments }

    init(_ arguments: String, _ status: Int32, _ says: String...) {
      self.arguments = arguments
      self.status = status
      self.says = says
    }
  }

  static let words: [Case] = [
    Case("tarin neuron", 64, "tarin", "Did you mean \"train\"?"),
    Case("frobnicate", 64, "frobnicate"),
    Case("train nueron", 66, "nueron", "Did you mean \"neuron\"?"),
    Case("train nowhere/lesson", 66, "nowhere/lesson"),
    Case("train", 64, "<lesson>"),
    Case("train neuron --epochs many", 64, "many"),
    Case("train neuron --epochs -3", 64, "--epochs"),
    Case("train neuron --epochs 1 --iterations 1", 64, "one of the two"),
    Case("train neuron --seed 99999999999999999999999", 64, "--seed", "99999999999999999999999"),
    Case("train neuron --seed x", 64, "--seed", "\"x\""),
    Case("train neuron --set learning-rat=0.1", 64, "learning-rat", "did you mean \"learning-rate\"?"),
    Case("train neuron --set learning-rate=fast", 64, "fast", "a number from 0"),
    Case("train neuron --set learning-rate", 64, "knob=value"),
    Case("train neuron --set optimizer=adma", 64, "adma", "did you mean \"adam\"?"),
    Case("train layers --set units=100000000000000000000", 64, "units"),
    Case("train layers --set units=0", 64, "units"),
    Case("train layers --data missing.csv", 66, "missing.csv"),
    Case("train layers --label species", 64, "--data"),
    Case("train neuron --stop-when los>2", 64, "los>2\n^^^\nColumn 1", "Did you mean \"loss\"?"),
    Case("train neuron --stop-when loss", 64, "needed a condition"),
    Case("train neuron --format xml", 64, "xml"),
    Case("train neuron --bogus", 64, "--bogus"),
    Case("test optimizers", 64, "needed classes"),
    Case("test neuron --worst -1", 64, "--worst"),
    Case("test neuron --part all", 64, "all"),
    Case("test neuron --epochs 1 --iterations 1", 64, "one of the two"),
    Case("test neuron --set train-share=1", 64, "--part", "no test samples"),
    Case("test neuron --set network=dense", 64, "network"),
    Case("test nueron", 66, "nueron"),
    Case("trace neuron --iteration -1", 64, "--iteration"),
    Case("trace neuron --format safetensors", 64, "--output"),
    Case("trace neuron --output /nonexistent/deep/file.json", 73, "/nonexistent/deep/file.json"),
    Case("explain neuron --value neuron.smu --at 0,0", 64, "neuron.smu", "neuron.sum"),
    Case("explain neuron --value neuron.sum --at 0,99", 64, "neuron.sum[0, 99]", "shape"),
    Case("explain neuron --value neuron.sum --at zero", 64, "zero"),
    Case("explain neuron --value features --at 0,0 --gradient", 64, "features"),
    Case("screen neuron --keys Entre", 64, "Entre"),
    Case("screen neuron --size 0x0", 64, "0x0"),
    Case("screen neuron --size 100000x100000", 64, "100000x100000"),
    Case("screen neuron --format png", 64, "png"),
    Case("check", 64, "<path>"),
    Case("check /nonexistent", 66, "/nonexistent"),
    Case("verify", 64, "--all"),
    Case("export pytorch neuron", 64, "--output"),
    Case("export pytorch neuron --output /dev/null/x", 73, "/dev/null"),
    Case("export pytorhc neuron", 64, "pytorhc"),
    Case("benchmark --case W9", 64, "W9"),
    Case("benchmark --case W1 --from missing.safetensors", 66, "missing.safetensors"),
    Case("open neuron --keyframe-memory -1", 64, "--keyframe-memory"),
    Case("open neuron --colors 17", 64, "17"),
    Case("keys --check /nonexistent/KEYS.md", 66, "KEYS.md"),
  ]

  @Test(arguments: words) func wrongWordsOnTheCommandLine(example: Case) throws {
    let run = try ProgramRun(example.arguments)
    #expect(!run.wasKilled, "\(run.errors)")
    #expect(run.status == example.status, "\(run.errors)")
    #expect(run.output.isEmpty)
    for words in example.says { #expect(run.errors.contains(words), "\(run.errors)") }
  }

  @Test(arguments: [
    ("id: neuron", "id: [neuron", "lesson.yaml"),
    ("type: x", "", ""),
    ("optimizer: sgd", "optimizer: adma", "adam"),
    ("loss: binary-cross-entropy", "loss: binary-crossentropy", "binary-cross-entropy"),
    ("learning-rate: 0.1", "learning-rate: quick", "quick"),
    ("batch-size: 10", "batch-size: 0", "batch-size"),
    ("units: 4", "units: 99999999999", "99999999999"),
    ("- dense: {name: hidden1", "- dnese: {name: hidden1", "dense"),
    ("dataset: xor", "dataset: xro", "xor"),
    ("seed: 3", "seed: 123456789012345678901234567890", "seed"),
  ])
  func brokenLessons(old: String, new: String, says: String) throws {
    guard !new.isEmpty else { return }
    let folder = try TemporaryFolder()
    let name = old.contains("id: neuron") ? "1.1-neuron" : "1.4-layers"
    let text = try String(contentsOfFile: "\(ProgramRun.repository)/lessons/\(name)/lesson.yaml", encoding: .utf8)
    // Lessons change; what is tested is what becomes of a mistake.
    guard text.contains(old) else { return }
    let lesson = try folder.lesson(name, replacing: old, with: new)
    for arguments in [["check", lesson], ["train", lesson]] {
      let run = try ProgramRun(arguments)
      #expect(!run.wasKilled && run.status == 65, "\(arguments[0]) \(run.status): \(run.errors)")
      #expect(run.errors.contains("lesson.yaml, line "), "\(run.errors)")
      #expect(run.errors.contains(says), "\(run.errors)")
    }
  }

  @Test(arguments: [
    ("a,b,y\n1,2,x\n3,4\n5,6,z\n", "line 3"),
    ("a,b,y\n1,2,3.5\n3,four,1.5\n5,6,2.25\n7,8,9.5\n", "four"),
    ("a,b,y\n1,,3\n3,4,1\n", "line 2"),
    ("", "own.csv"),
    ("a,b,y\n", "own.csv"),
    ("a,\"b,y\n1,2,3\n", "own.csv"),
    ("a,b,y\n1,2,3\n4,1e999,6\n7,8,9\n", "own.csv"),
  ])
  func brokenTables(text: String, says: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "own.csv")
    let run = try ProgramRun(["train", "layers", "--data", file, "--epochs", "1"])
    #expect(!run.wasKilled && run.status == 65, "\(run.status): \(run.errors)")
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test func checkListsAllErrors() throws {
    let folder = try TemporaryFolder()
    let first = try folder.lesson("1.4-layers", replacing: "id: layers", with: "id: Layers of")
    let second = try folder.lesson("1.1-neuron", replacing: "id: neuron", with: "id: neuron\nfrobnicate: 3")
    let run = try ProgramRun(["check", first, second, "\(ProgramRun.repository)/lessons/1.6-backprop"])
    #expect(run.status == 65)
    #expect(run.errors.contains("Layers of") && run.errors.contains("frobnicate"))
  }

  @Test func aWrongColumnIsNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("width,species\n1,a\n2,b\n3,a\n4,b\n", to: "own.csv")
    let run = try ProgramRun(["train", "layers", "--data", file, "--label", "spceies"])
    #expect(run.status == 65)
    #expect(run.errors.contains("Did you mean \"species\"?"), "\(run.errors)")
  }

  @Test func nothingIsOverwritten() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("mine", to: "mine.json")
    let run = try ProgramRun(["trace", "neuron", "--output", file])
    #expect(run.status == 73 && run.errors.contains("--overwrite"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    #expect(try ProgramRun(["trace", "neuron", "--output", file, "--overwrite"]).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{"))
  }

  @Test func withoutLessonsThereIsAdvice() throws {
    let run = try ProgramRun("lessons", environment: ["BACKSTEP_HOME": "/nonexistent"])
    #expect(run.status == 66 && run.errors.contains("BACKSTEP_HOME"))
  }

  @Test func controlCharactersAreNotPassedOn() throws {
    let run = try ProgramRun(["train", "\u{1B}[31mred"])
    #expect(run.status == 66 && !run.errors.contains("\u{1B}"))
  }
}
