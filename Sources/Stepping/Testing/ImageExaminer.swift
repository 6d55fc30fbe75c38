import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// Looks at single pictures through the network as it is, with a program of its own for one sample: forwards, and
/// from one output back to the pixels. One picture takes a small part of an iteration's work.
final class ImageExaminer {
  private var bound: BoundProgram?
  /// What the program was made for.
  private weak var machine: TrainingMachine?
  private var memory = AnswerMemory<ImageRequest, ImageExamination>()

  /// Nil for a picture of another size, or a network that classifies nothing.
  func examine(_ request: ImageRequest, of machine: TrainingMachine) -> ImageExamination? {
    let classCount = machine.setup.data.train.classNames.count
    guard machine.setup.data.train.hasOneClassEach, request.pixels.count == machine.setup.data.train.featureCount else {
      return nil
    }
    if bound == nil || self.machine !== machine {
      // The same model has compiled for training, so that it compiles here.
      guard let program = try? machine.setup.compiler.outputGradientProgram() else { return nil }
      let arena = Arena(count: program.durableCount + program.transientCount)
      bound = BoundProgram(program, in: arena, transientStart: program.durableCount)
      self.machine = machine
    }
    guard let bound else { return nil }
    return memory.answer(request, of: machine) {
      bound.arena.write(machine.parameterNumbers(), at: 0)
      return answer(request, on: bound, classCount, after: machine.completedIterations)
    }
  }

  private func answer(
    _ request: ImageRequest, on bound: BoundProgram, _ classCount: Int, after completedIterations: Int
  ) -> ImageExamination? {
    let program = bound.program
    guard let features = program.inputs.first, let prediction = program.slot(named: ModelCompiler.predictionName),
      let selection = program.slot(named: ModelCompiler.selectionName), let gradient = program.gradient(of: features),
      let chosen = program.loss
    else { return nil }
    bound.mutableView(of: features).copy(request.pixels)
    let backward = program.instructions.firstIndex { $0.phase == .backward } ?? program.instructions.count
    // Up to the prediction nothing depends on the class that is followed back.
    bound.mutableView(of: selection.id).fill(0)
    for index in 0..<backward { bound.execute(index) }
    let predictions = bound.view(of: prediction.id).values
    let predicted = Accuracy.predictedClass(predictions[...])
    let classIndex = request.classIndex.map { min(max($0, 0), classCount - 1) } ?? predicted
    // One output is for the second of two classes: it speaks against the first as it speaks for the second.
    let isAgainst = predictions.count == 1 && classIndex == 0
    bound.mutableView(of: selection.id)[predictions.count == 1 ? 0 : classIndex] = isAgainst ? -1 : 1
    for index in program.instructions.indices { bound.execute(index) }
    return ImageExamination(
      request: request, completedIterations: completedIterations,
      probabilities: predictions.count == 1 ? [1 - predictions[0], predictions[0]] : predictions,
      predicted: predicted, classIndex: classIndex, output: bound.view(of: chosen)[0],
      saliency: bound.view(of: gradient).values, maps: Self.maps(bound))
  }

  /// The last maps of every layer: its output, behind its activation.
  private static func maps(_ bound: BoundProgram) -> [ImageExamination.FeatureMaps] {
    let program = bound.program
    let nodes = program.nodes.filter { program[$0.output].shape.rank == 4 && !$0.scope.isEmpty }
    return nodes.enumerated().compactMap { index, node in
      if nodes.indices.contains(index + 1), nodes[index + 1].scope == node.scope { return nil }
      let slot = program[node.output]
      return ImageExamination.FeatureMaps(
        name: slot.name, shape: Shape(Array(slot.shape.dimensions.dropFirst())),
        values: bound.view(of: slot.id).values)
    }
  }
}

extension Timeline {
  /// What the network as it is now makes of a picture; nil for one of another size.
  public func examination(_ request: ImageRequest) -> ImageExamination? {
    ImageExaminer().examine(request, of: machine)
  }
}
