import Autodiff
import Stepping
import TensorMath

/// Which mistake a wrong shape fits: rows and columns exchanged, or the shape of another tensor of the same step.
enum ShapeReason {
  static func mistakes(_ sizes: [Int], _ right: Shape, _ value: String, _ program: Program?) -> [FittingMistake] {
    let rightSizes = right.rank == 0 ? [1] : right.dimensions
    if sizes.count > 1, sizes == rightSizes.reversed() {
      return [
        FittingMistake(
          "exchanged-axes", BilingualText("Rows and columns are exchanged.", zh: "行和列写反了。"))
      ]
    }
    var mistakes: [FittingMistake] = []
    if let program, let slot = program.slot(named: value), let writer = slot.writtenBy {
      let instruction = program.instructions[writer]
      let other = (instruction.reads + instruction.writes).first {
        $0 != slot.id && program[$0].shape.dimensions == sizes
      }
      if let other {
        let name = program[other].name
        mistakes.append(
          FittingMistake("other-shape", BilingualText("That is the shape of \(name).", zh: "那是 \(name) 的形状。")))
      }
    }
    if mistakes.isEmpty, sizes.allSatisfy({ $0 > 0 && $0 < 1 << 20 }), sizes.count < 5,
      sizes.reduce(1, *) == right.count
    {
      mistakes.append(
        FittingMistake(
          "other-axes",
          BilingualText(
            "It has as many numbers, \(right.count), but they are arranged otherwise.",
            zh: "数的个数 \(right.count) 对了，但排列不同。")))
    }
    return mistakes
  }
}
