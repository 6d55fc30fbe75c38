public import Datasets
public import Lessons

/// What is wrong with a file or a folder, or with what is in it.
public enum StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing is there; `nearest` is what somebody may have meant.
  case missing(path: String, nearest: [String])
  case notAFile(path: String)
  case notAFolder(path: String)
  /// The system's own words: no permission, a failing disk.
  case unreadable(path: String, reason: String)
  case tooLarge(path: String, bytes: Int, allowed: Int)
  case notUTF8(path: String)
  /// A folder without a lesson.yaml.
  case noLesson(folder: String)
  case lesson(LessonError)
  case data(DataError)
  /// Data that are not shipped, and not found where a package would put them or the user's variable says.
  case notInstalled(name: String, path: String, package: String, variable: String)

  public var description: String {
    switch self {
    case .missing(let path, let nearest):
      let names = nearest.map { "\"\(plain($0))\"" }.joined(separator: ", ")
      return "\(plain(path)): found nothing, needed a file or a folder."
        + (names.isEmpty ? "" : " Did you mean \(names)?")
    case .notAFile(let path): return "\(plain(path)): found a folder or a device, needed a file."
    case .notAFolder(let path): return "\(plain(path)): found a file, needed a folder."
    case .unreadable(let path, let reason): return "\(plain(path)): cannot be read (\(reason))."
    case .tooLarge(let path, let bytes, let allowed):
      return "\(plain(path)): found \(bytes) bytes, needed at most \(allowed)."
    case .notUTF8(let path): return "\(plain(path)): found bytes that are not UTF-8 text, needed UTF-8."
    case .noLesson(let folder): return "\(plain(folder)): found no lesson.yaml, needed a lesson's folder."
    case .lesson(let error): return error.description
    case .data(let error): return error.description
    case .notInstalled(let name, let path, let package, let variable):
      return "\(name): found nothing at \(plain(path)), needed it there, plain or as .gz. On Debian or Ubuntu type: "
        + "apt-get install \(package); or name the folder that has the four files: \(variable)=FOLDER."
    }
  }
}

/// A path fit to be shown: file names may hold escape sequences for the terminal.
func plain(_ path: String) -> String {
  var shown = ""
  for scalar in path.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
