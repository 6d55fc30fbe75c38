import ArgumentParser
import Autodiff
import Export
import Lessons
import Storage

/// The curriculum, or the knobs of one lesson.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "Lists the lessons; for one of them, its question and its knobs.")

  @Argument(help: ArgumentHelp("A lesson's id, or its folder.", valueName: "lesson"))
  var lesson: String?

  @Option(help: "text or json.") var format: TextOrJSON = .text
  @OptionGroup var screen: LanguageArguments

  func run() throws {
    let library = LessonLibrary()
    if let lesson {
      let found = try library.lesson(lesson).lesson
      try format == .json ? StandardOutput.line(JSONText.text(knobs(of: found), .indented)) : print(found)
      return
    }
    let scan = try library.scan()
    switch format {
    case .json: try StandardOutput.line(JSONText.text(.array(scan.lessons.map { json($0.lesson) }), .indented))
    case .text:
      let width = scan.lessons.map(\.lesson.id.count).max() ?? 0
      for lesson in scan.lessons.map(\.lesson) {
        let id = lesson.id + String(repeating: " ", count: width - lesson.id.count)
        try StandardOutput.line("\(lesson.order)  \(id)  \(lesson.title[screen.chosen])")
        try StandardOutput.line("     \(String(repeating: " ", count: width))  \(lesson.question[screen.chosen])")
      }
    }
    for error in scan.errors { StandardError.write("backstep: \(error.description)\n") }
    if let error = scan.errors.first { throw ExitCode(Failure(error).status.rawValue) }
  }

  private func print(_ lesson: Lesson) throws(Failure) {
    try StandardOutput.line("\(lesson.order) \(lesson.id): \(lesson.title[screen.chosen])")
    try StandardOutput.line(lesson.question[screen.chosen])
    try StandardOutput.line("")
    for knob in lesson.knobs(for: lesson.plan) {
      let choices = knob.choices(in: lesson.plan).map { "  (\($0.joined(separator: " | ")))" } ?? ""
      try StandardOutput.line("  --set \(knob.name)=\(knob.value(in: lesson.plan))\(choices)")
    }
  }

  private func json(_ lesson: Lesson) -> JSON {
    .object([
      "id": .string(lesson.id), "order": .string(lesson.order.description),
      "title": .object(["en": .string(lesson.title.english), "zh": .string(lesson.title.chinese)]),
      "question": .object(["en": .string(lesson.question.english), "zh": .string(lesson.question.chinese)]),
    ])
  }

  private func knobs(of lesson: Lesson) -> JSON {
    let knobs = lesson.knobs(for: lesson.plan).map { knob in
      JSON.object([
        "name": .string(knob.name), "value": .string(knob.value(in: lesson.plan)),
        "choices": knob.choices(in: lesson.plan).map(JSON.strings) ?? .null,
        "changes_structure": .bool(knob.effect == .structure),
      ])
    }
    return json(lesson).adding("knobs", .array(knobs))
  }
}
