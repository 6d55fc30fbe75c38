import Autodiff
import Lessons
import Storage
import Testing

/// The repository's own folders, found from this file.
let folders = ProgramFolders(
  environment: [:], executable: nil,
  currentFolder: String(#filePath.split(separator: "/Tests/").first ?? ""))

/// Every lesson that is shipped, in order.
func shippedLessons() throws -> [StoredLesson] {
  let scan = try LessonFolder.scan(folders.lessons)
  try #require(scan.errors.isEmpty, "\(scan.errors)")
  return scan.lessons
}

func shippedLesson(_ id: String) throws -> StoredLesson {
  try #require(try shippedLessons().first { $0.lesson.id == id })
}

let smallLesson = """
  id: small
  order: 1.1
  title: {en: Small, zh: 小}
  question: {en: Why?, zh: 为什么？}
  data:
    dataset: xor
    count: 40
  model:
    layers:
      - dense: {name: hidden, units: 2, activation: tanh}
      - dense: {name: output, units: 1}
    loss: binary-cross-entropy
  training:
    learning-rate: 0.1
    batch-size: 8
  """

/// Digits through one convolution.
let convolutionalLesson = """
  id: pictures
  order: 2.1
  title: {en: Pictures, zh: 图片}
  question: {en: Why?, zh: 为什么？}
  data:
    dataset: digits
  model:
    layers:
      - convolution: {name: conv1, kernels: 4, size: 3, padding: 1, activation: relu}
      - pooling: {name: pool1, size: 2}
      - dense: {name: output, units: 10}
    loss: softmax-cross-entropy
  training:
    learning-rate: 0.1
    batch-size: 32
  """

/// A lesson from text, with some lines of ``smallLesson`` replaced or added.
func lesson(_ text: String) throws(LessonError) -> Lesson {
  try Lesson(LessonFile(bytes: Array(text.utf8), file: "lesson.yaml"), text: BilingualText("", zh: ""))
}

func smallLesson(_ replacing: String = "", by new: String = "", adding more: String = "") throws(LessonError) -> Lesson
{
  try lesson(changedSmallLesson(replacing, by: new, adding: more))
}

func changedSmallLesson(_ replacing: String = "", by new: String = "", adding more: String = "") -> String {
  guard !replacing.isEmpty else { return "\(smallLesson)\n\(more)" }
  return smallLesson.replacing(replacing, with: new, maxReplacements: 1) + "\n\(more)"
}
