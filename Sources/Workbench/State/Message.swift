public import Lessons
public import Screen
public import Stepping

/// Something the workbench has to react to.
public enum Message: Sendable {
  case key(Key)
  case paste(String)
  case resize(Size)
  /// The trainer has something new.
  case snapshot(Snapshot)
  /// Whether the trainer goes on by itself, and how fast.
  case running(Pace?, rate: Double?)
  /// A lesson's data has been read and its network is made.
  case opened(LessonSession)
  /// Something asked for did not work, in words.
  case failed(String)
  /// Something asked for is done, in words.
  case done(String)
}

/// Something the workbench wants done outside: values, carried out by the program around it.
public enum Effect: Sendable {
  case trainer(TrainerCommand)
  /// Reads a lesson's data and makes its network; with other knobs, when a plan is given.
  case open(Lesson, LessonPlan)
  /// Writes a picture of the screen.
  case writePicture
  case quit
}
