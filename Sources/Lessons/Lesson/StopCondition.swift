import Autodiff
public import Stepping

/// A condition at which a lesson's training stops by itself: `test_accuracy >= 0.95`. The language is
/// in `docs/CONDITIONS.md`.
public struct StopCondition: Hashable, Sendable {
  public let text: String
  /// Where its first character stands in the lesson file.
  let place: LessonPlace?
}

extension Lesson {
  /// Looks the names of the conditions up in the network; an error says at which character of the file.
  public func checkStopConditions(in setup: TrainingSetup) throws(LessonError) {
    let scope: ConditionScope
    do throws(SetupError) {
      scope = try ConditionScope(setup)
    } catch { throw planError(.setup(error)) }
    for (index, condition) in stopConditions.enumerated() {
      do throws(ConditionError) {
        _ = try Condition(condition.text, in: scope)
      } catch {
        let place = condition.place.map { LessonPlace(line: $0.line, column: $0.column + error.range.lowerBound) }
        throw LessonError(
          .unknownValue, in: places.file, at: place, path: "training.stop-when[\(index + 1)]",
          found: error.found.english, needed: error.needed.english,
          suggestion: error.suggestion.map { "Did you mean \(quoted($0))?" })
      }
    }
  }
}
