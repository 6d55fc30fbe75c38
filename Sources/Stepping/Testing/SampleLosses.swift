import Autodiff
import NeuralNet
import TensorMath

/// The data loss of each sample by itself, where a program gives the mean of many: the run's own loss operation,
/// applied to one row after the other, so that no formula is written twice and every loss is served.
struct SampleLosses {
  private let operation: any Operation
  private let output: MutableView
  private let target: MutableView
  private let loss: View
  private let inputs: ViewList
  private let outputs: MutableViewList
  /// Keeps the views alive.
  private let arena: Arena

  /// - Parameters:
  ///   - outputCount: how many numbers the network puts out for a sample.
  ///   - targetCount: how many numbers its target has: 1 for a class.
  init?(_ compiler: ModelCompiler, outputCount: Int, targetCount: Int) {
    operation = compiler.loss.operation(labelSmoothing: 0)
    let targetShape: Shape = compiler.loss.targets == .classIndex ? [1] : [1, targetCount]
    let shapes = [[1, outputCount], targetShape]
    guard let results = try? operation.outputShapes(of: shapes) else { return nil }
    var plan = ArenaPlan()
    let offsets = (shapes + results).map { plan.place($0.count) }
    let arena = Arena(count: plan.count)
    self.arena = arena
    output = arena.mutableView(at: offsets[0], shape: shapes[0])
    target = arena.mutableView(at: offsets[1], shape: targetShape)
    let written = results.indices.map { arena.mutableView(at: offsets[2 + $0], shape: results[$0]) }
    loss = written[0].readable
    inputs = arena.list([output.readable, target.readable])
    outputs = arena.list(written)
  }

  /// The losses of rows of outputs [samples, outputs] with their targets, in order.
  func losses(outputs rows: View, targets: View) -> [Double] {
    (0..<rows.count / output.count).map { row in
      for cell in 0..<output.count { output[cell] = rows[row * output.count + cell] }
      for cell in 0..<target.count { target[cell] = targets[row * target.count + cell] }
      operation.forward(inputs, into: outputs)
      return Double(loss[0])
    }
  }
}
