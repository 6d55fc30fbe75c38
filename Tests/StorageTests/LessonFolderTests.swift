import Autodiff
import Lessons
import Storage
import Testing

struct LessonFolderTests {
  private let yaml = """
    id: mine
    order: 9.1
    title: Mine
    question: Why?
    data: {file: points.csv, label: y}
    model:
      layers: [dense: {name: output, units: 1}]
      loss: squared-error
    training: {learning-rate: 0.1}
    """
  private let points = "x,y\n1,2.5\n2,4\n3,6\n4,8\n5,10\n"

  @Test func aLessonWithItsOwnTable() throws {
    let folder = try TemporaryFolder()
    try folder.write(yaml, to: "mine/lesson.yaml")
    try folder.write("# Mine", to: "mine/text.en.md")
    try folder.write(points, to: "mine/points.csv")
    for path in ["\(folder.path)/mine", "\(folder.path)/mine/", "\(folder.path)/mine/lesson.yaml"] {
      let stored = try LessonFolder.lesson(at: path)
      #expect(stored.lesson.id == "mine" && stored.lesson.title[.chinese] == "Mine")
      #expect(stored.lesson.text.english == "# Mine" && stored.lesson.text.chinese == "# Mine")
      try stored.lesson.tried(with: stored.files(sampleData: "/nowhere"))
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "empty/notes.txt")
    #expect(throws: StorageError.noLesson(folder: "\(folder.path)/empty")) {
      try LessonFolder.lesson(at: "\(folder.path)/empty")
    }
    #expect(throws: StorageError.missing(path: "\(folder.path)/empti", nearest: ["\(folder.path)/empty"])) {
      try LessonFolder.lesson(at: "\(folder.path)/empti")
    }
    try folder.write(yaml, to: "mine/lesson.yaml")
    #expect(throws: StorageError.missing(path: "\(folder.path)/mine/text.en.md", nearest: [])) {
      try LessonFolder.lesson(at: "\(folder.path)/mine")
    }
    try folder.write([0x61, 0xFF], to: "mine/text.en.md")
    #expect(throws: StorageError.notUTF8(path: "\(folder.path)/mine/text.en.md")) {
      try LessonFolder.lesson(at: "\(folder.path)/mine")
    }
    try folder.write("ok", to: "mine/text.en.md")
    let stored = try LessonFolder.lesson(at: "\(folder.path)/mine")
    #expect(throws: StorageError.missing(path: "\(folder.path)/mine/points.csv", nearest: [])) {
      try stored.files(sampleData: "/nowhere")
    }
  }

  /// One broken lesson, or two with one name, do not hide the others.
  @Test func aScanGivesLessonsAndErrors() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("a", yaml.replacing("9.1", with: "9.10").replacing("mine", with: "late")), ("b", yaml), ("c", yaml),
      ("d", yaml.replacing("units", with: "unit")),
    ] {
      try folder.write(text, to: "\(name)/lesson.yaml")
      try folder.write("x", to: "\(name)/text.en.md")
    }
    try folder.write("x", to: "README.md")
    let scan = try LessonFolder.scan(folder.path)
    #expect(scan.lessons.map(\.lesson.id) == ["mine", "late"])
    #expect(
      scan.errors.map(\.description) == [
        "\(folder.path)/c/lesson.yaml, line 1, column 5 (id): found \"mine\", which \(folder.path)/b/lesson.yaml has too, needed an id of its own.",
        """
        \(folder.path)/d/lesson.yaml, line 7, column 34 (model.layers[1].dense.unit): found the key "unit", needed one of \
        name, units, activation, threshold, initialization, bias or each. Did you mean "units"?
        """,
      ])
    #expect(scan.lesson(withID: "late") != nil)
    #expect(throws: StorageError.self) { try LessonFolder.scan("\(folder.path)/nothing") }
  }

  @Test func aLessonCannotReachOutOfItsFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "mine/text.en.md")
    for file in ["/etc/passwd", "../secret.csv", "a/../../b.csv"] {
      try folder.write(yaml.replacing("points.csv", with: file), to: "mine/lesson.yaml")
      #expect(throws: StorageError.self) { try LessonFolder.lesson(at: "\(folder.path)/mine") }
    }
  }
}
