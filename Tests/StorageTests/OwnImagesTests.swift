import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// Files of a learner's own, found by name, packed or not.
struct OwnImagesTests {
  private static let plan = LessonPlan(
    data: DataSelection(dataset: "xor", seed: 1),
    configuration: TrainingConfiguration(
      model: .init(inputCount: 2, layers: [.dense("output", units: 1)], loss: "binary-cross-entropy"),
      learningRate: 0.1, batchSize: 2))

  private func idx(_ dimensions: [UInt8], _ values: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(dimensions.count)] + dimensions.flatMap { [0, 0, 0, $0] } + values
  }

  private func setup(_ file: String, environment: [String: String] = [:]) throws -> TrainingSetup {
    var plan = Self.plan
    plan.useOwnFile(file)
    return try plan.setup(files: DatasetFolder.files(for: plan, sampleData: "/", environment: environment))
  }

  /// What gzip would make of bytes without packing them: one stored block (RFC 1951, 3.2.4).
  private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var checksum: UInt32 = 0xffff_ffff
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xedb8_8320 : checksum >> 1 }
    }
    checksum ^= 0xffff_ffff
    func little(_ number: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    let length = UInt32(bytes.count)
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(length, 2) + little(~length, 2) + bytes
      + little(checksum, 4) + little(length, 4)
  }

  @Test func imagesWithTheirLabelsBesideThem() throws {
    let folder = try TemporaryFolder()
    try folder.write(idx([4, 2, 2], (0..<16).map { $0 * 17 }), to: "mine-images-idx3-ubyte")
    try folder.write(stored(idx([4], [2, 0, 1, 2])), to: "mine-labels-idx1-ubyte.gz")
    let path = "\(folder.path)/mine-images-idx3-ubyte"
    let setup = try setup(path)
    #expect(setup.data.train.exampleShape == [1, 2, 2] && setup.data.train.classNames == ["0", "1", "2"])
    #expect(setup.data.train.count + setup.data.test.count == 4)
    #expect(setup.data.train.inputs.values.allSatisfy { (0...1).contains($0) })
    // The network's end follows: three classes.
    #expect(setup.compiler.model.layers.last?.settings["units"] == "3")
    // The packed name means the unpacked file too, and the other way round.
    #expect(try self.setup(path + ".gz").data.train.inputs == setup.data.train.inputs)
  }

  @Test func aFolderWithTheFourUsualFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write(stored(idx([4, 2, 2], (0..<16).map { $0 })), to: "train-images-idx3-ubyte.gz")
    try folder.write(idx([4], [1, 0, 1, 0]), to: "train-labels-idx1-ubyte")
    try folder.write(idx([2, 2, 2], (0..<8).map { $0 }), to: "t10k-images-idx3-ubyte")
    try folder.write(idx([2], [0, 1]), to: "t10k-labels-idx1-ubyte")
    let setup = try setup("\(folder.path)/")
    #expect(setup.data.train.count == 4 && setup.data.test.count == 2)
    #expect(setup.data.test.targets.values == [0, 1])
    // The same folder for the data that are not shipped; ten classes of clothing then.
    var plan = Self.plan
    plan = try KnobCatalog.setting("data", to: "fashion-full", in: plan)
    #expect(plan.data.trainShare == 1)
    let files = try DatasetFolder.files(
      for: plan, sampleData: "/", environment: ["BACKSTEP_FASHION_MNIST": folder.path])
    #expect(try plan.setup(files: files).data.train.classNames.count == 10)
  }

  @Test func whatIsMissingIsSaid() throws {
    let folder = try TemporaryFolder()
    try folder.write(idx([4, 2, 2], (0..<16).map { $0 }), to: "mine-images-idx3-ubyte")
    let labels = "\(folder.path)/mine-labels-idx1-ubyte"
    #expect(
      try #require(throws: StorageError.self) { try setup("\(folder.path)/mine-images-idx3-ubyte") }
        == .missing(path: labels, nearest: ["\(folder.path)/mine-images-idx3-ubyte"]))
    let plan = try KnobCatalog.setting("data", to: "fashion-full", in: Self.plan)
    let error = #expect(throws: StorageError.self) {
      try DatasetFolder.files(for: plan, sampleData: "/", environment: ["BACKSTEP_FASHION_MNIST": folder.path])
    }
    #expect(
      error?.description == """
        fashion-full: found nothing at \(folder.path)/train-images-idx3-ubyte, needed it there, plain or as .gz. On \
        Debian or Ubuntu type: apt-get install dataset-fashion-mnist; or name the folder that has the four files: \
        BACKSTEP_FASHION_MNIST=FOLDER.
        """)
  }

  @Test func aPhotograph() throws {
    let folder = try TemporaryFolder()
    try folder.write("P2 20 16 255 " + (0..<320).map { "\($0 % 256) " }.joined(), to: "me.pgm")
    let setup = try setup("\(folder.path)/me.pgm")
    #expect(setup.data.train.inputs.shape == [1, 1, 48, 48] && setup.data.test.count == 0)
    // A dense layer gives a row as long as the picture has pixels.
    #expect(setup.compiler.model.layers.last?.settings["units"] == "\(46 * 46)")
    #expect(setup.compiler.model.loss == "squared-error")
  }

  @Test func listsOfWords() throws {
    let folder = try TemporaryFolder()
    try folder.write("Haus\nBaum\nStraße\n", to: "German.txt")
    try folder.write(stored(Array("casa\nalbero\n".utf8)), to: "Italian.txt.gz")
    try folder.write("never read", to: "notes.md")
    let lists = DatasetFolder.wordLists(in: folder.path)
    #expect(lists == ["German.txt", "Italian.txt.gz"].map { "\(folder.path)/\($0)" })
    let setup = try setup(lists.joined(separator: ","))
    #expect(setup.data.train.classNames == ["German", "Italian"])
    #expect(setup.data.train.count == 3 && setup.data.test.count == 2)
    guard case .words(let words) = setup.data.raw else { throw WrongKind() }
    #expect(words.alphabet.steps == 6 && words.word(2) == "straße" && words.word(4) == "albero")
    #expect(setup.compiler.model.layers.last?.settings["units"] == "1")
    try folder.write(idx([4, 2, 2], (0..<16).map { $0 }), to: "train-images-idx3-ubyte")
    #expect(DatasetFolder.wordLists(in: folder.path) == [])
  }

  private struct WrongKind: Error {}

  @Test func theNameSaysWhatItIs() {
    #expect(
      OwnFile(file: "a.txt").kind == .text && OwnFile(file: "a.TXT.gz").kind == .text
        && OwnFile(file: "a.txt,b.csv").kind == .table)
    #expect(
      OwnFile(file: "a.txt,b.txt").kind
        == .words(WordFiles([.init(name: "a.txt", className: "a"), .init(name: "b.txt", className: "b")])))
    #expect(OwnFile(file: "a.csv").kind == .table && OwnFile(file: "a.CSV.gz").kind == .table)
    #expect(OwnFile(file: "a.PNG").kind == .photograph && OwnFile(file: "a.pgm.gz").kind == .photograph)
    #expect(OwnFile(file: "measurements").kind == .table && OwnFile.Kind(of: "measurements") == nil)
    #expect(
      OwnFile(file: "idx3/images/train-images.idx3-ubyte.gz").kind
        == .images(
          ImageFiles(
            train: .init(
              images: "idx3/images/train-images.idx3-ubyte.gz", labels: "idx3/images/train-labels.idx1-ubyte.gz"))))
  }

  /// A share that was chosen means another thing where the files say what is for testing.
  @Test func theShareFollowsTheFiles() throws {
    var plan = try KnobCatalog.setting("train-share", to: "0.5", in: Self.plan)
    plan = try KnobCatalog.setting("data", to: "digits", in: plan)
    #expect(plan.data.trainShare == 0.5)
    plan = try KnobCatalog.setting("data", to: "fashion", in: plan)
    #expect(plan.data.trainShare == 1)
    plan = try KnobCatalog.setting("data", to: "digits", in: plan)
    #expect(plan.data.trainShare == 0.8)
  }
}
