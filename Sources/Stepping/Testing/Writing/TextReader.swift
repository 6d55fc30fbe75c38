import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// Reads typed texts through the network as it is, and lets it write.
final class TextReader {
  private var memory = AnswerMemory<TextRequest, TextReading>()

  /// Nil where samples are no texts, or this one does not fit.
  func read(_ request: TextRequest, of timeline: Timeline) -> TextReading? {
    let machine = timeline.machine
    guard case .texts(let texts) = machine.setup.data.raw else { return nil }
    let source = texts.tokens.source
    let room = texts.question == .nextToken ? source.length - 1 : source.length
    guard request.tokens.count <= room, !request.tokens.isEmpty || texts.question == .nextToken,
      request.tokens.allSatisfy({ (1..<source.vocabulary.count).contains($0) })
    else { return nil }
    return memory.answer(request, of: machine) { read(request, texts, timeline) }
  }

  private func read(_ request: TextRequest, _ texts: TokenizedTexts, _ timeline: Timeline) -> TextReading {
    let machine = timeline.machine
    let predictor = timeline.predictor
    predictor.adopt(machine)
    var reading = TextReading(request: request, completedIterations: machine.completedIterations)
    switch texts.question {
    case .classes: readClass(of: texts, predictor, &reading)
    case .nextToken, .transcription:
      var writer = SequenceWriter(texts, predictor)
      writer.write(&reading)
    }
    return reading
  }

  private func readClass(of texts: TokenizedTexts, _ predictor: Predictor, _ reading: inout TextReading) {
    let length = texts.tokens.source.length
    let row = reading.request.tokens.map { Float($0) }
    let count = row.count
    var (attended, from): ([Float], Int?) = ([], nil)
    let predictions = predictor.predictions(
      features: row + [Float](repeating: Float(Vocabulary.padding), count: length - count)
    ) { bound in
      guard let layer = AttentionLayer.last(in: bound.program, isCross: false), let slot = layer.slot(.weights) else {
        return
      }
      let weights = bound.view(of: slot)  // [1, heads, queries, keys]
      let heads = layer.heads
      from = bound.program.nodes.lazy.compactMap { ($0.operation as? SelectPosition)?.position }.last
      let queries = from.map { $0..<$0 + 1 } ?? 0..<count
      attended = (0..<count).map { key in
        var sum: Float = 0
        for head in 0..<heads {
          for query in queries { sum += weights[(head * length + query) * length + key] }
        }
        return sum / Float(heads * queries.count)
      }
    }
    reading.classProbabilities = predictions.count == 1 ? [1 - predictions[0], predictions[0]] : predictions
    (reading.attended, reading.attendedFrom) = (attended, from)
  }
}

extension Timeline {
  /// What the network as it is now makes of a text; nil where samples are no texts.
  public func reading(_ request: TextRequest) -> TextReading? { TextReader().read(request, of: self) }
}
