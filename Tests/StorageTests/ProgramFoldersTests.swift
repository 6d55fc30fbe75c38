import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage
import Testing

struct ProgramFoldersTests {
  @Test func theEnvironmentComesFirst() {
    let folders = ProgramFolders(
      environment: ["BACKSTEP_HOME": "/opt/backstep"], executable: "/x/.build/release/backstep", currentFolder: "/")
    #expect(folders.root == "/opt/backstep" && folders.lessons == "/opt/backstep/lessons")
    #expect(folders.sampleData == "/opt/backstep/sample-data")
  }

  @Test func thenTheFolderThatTheExecutableWasBuiltIn() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "lessons/a/lesson.yaml")
    for build in ["release", "x86_64-unknown-linux-gnu/release"] {
      let folders = ProgramFolders(
        environment: [:], executable: "\(folder.path)/.build/\(build)/backstep", currentFolder: "/")
      #expect(folders.root == folder.path)
    }
  }

  @Test func thenTheCurrentFolderOrOneAbove() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "lessons/a/lesson.yaml")
    try folder.write("x", to: "sample-data/a.csv")
    let folders = ProgramFolders(
      environment: ["BACKSTEP_HOME": ""], executable: "/usr/bin/backstep", currentFolder: "\(folder.path)/lessons/a")
    #expect(folders.root == folder.path)
    #expect(
      ProgramFolders(environment: [:], executable: nil, currentFolder: "/nowhere/at/all").root == "/nowhere/at/all")
  }

  /// Every data set that the catalog ships has its files.
  @Test func theSampleDataAreThere() throws {
    let top = String(#filePath.split(separator: "/Tests/").first ?? "")
    let configuration = TrainingConfiguration(
      model: .init(inputCount: 0, layers: [], loss: "squared-error"), learningRate: 0, batchSize: 1)
    for entry in DatasetCatalog.entries where entry.installed == nil {
      let plan = LessonPlan(data: DataSelection(dataset: entry.name, seed: 1), configuration: configuration)
      let files = try DatasetFolder.files(for: plan, sampleData: "\(top)/sample-data")
      #expect(Set(files.keys) == Set(entry.files))
      _ = try entry.prepared(for: plan.data, files: files)
    }
    let unknown = LessonPlan(data: DataSelection(dataset: "pengiuns", seed: 1), configuration: configuration)
    let error = #expect(throws: StorageError.self) { try DatasetFolder.files(for: unknown, sampleData: "/") }
    guard case .data = error else { return #expect(Bool(false), "the data catalog says what is wrong") }
  }
}
