public import Autodiff

/// A bug that makes a parameter's update wrong: it is seen in each of them.
public protocol UpdateBug: PlantedBug {}

extension UpdateBug {
  public static var place: BilingualText { BilingualText("in an update", zh: "在更新里") }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    program.instructions[instruction].phase == .update
  }
}
