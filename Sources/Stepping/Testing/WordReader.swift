import Datasets
import NeuralNet

/// A question: what does the network make of this word, letter by letter?
public struct WordRequest: Hashable, Sendable {
  /// The letters as places in the alphabet of the data.
  public var places: [Int]

  public init(places: [Int]) { self.places = places }
}

/// The answer: class probabilities after each letter.
public struct WordReading: Hashable, Sendable {
  public let request: WordRequest
  public let completedIterations: Int
  public let classCount: Int
  /// [letters, classes], row major. A network with one output gives the probability of the second class.
  public let probabilities: [Float]
  /// The most probable class after each letter.
  public let predicted: [Int]

  public var letterCount: Int { request.places.count }

  /// The class probabilities when so many letters have been read and one more: 0 means the first.
  public func probabilities(after letter: Int) -> [Float] {
    Array(probabilities[letter * classCount..<(letter + 1) * classCount])
  }
}

/// Reads single words through the network as it is. Every beginning of the word is a sequence of its own, its letters at
/// the end and blanks before them, as the words of the data are: what is said after three letters is what the network
/// would say to a word of these three.
final class WordReader {
  private var memory = AnswerMemory<WordRequest, WordReading>()

  /// Nil where samples are no words of at least two classes, or this one does not fit.
  func read(_ request: WordRequest, of timeline: Timeline) -> WordReading? {
    let machine = timeline.machine
    let data = machine.setup.data
    guard case .words(let words) = data.raw, data.train.classNames.count >= 2 else { return nil }
    let alphabet = words.alphabet
    guard (1...alphabet.steps).contains(request.places.count),
      request.places.allSatisfy(alphabet.letters.indices.contains), data.train.featureCount == alphabet.numberCount
    else { return nil }
    return memory.answer(request, of: machine) { read(request, alphabet, timeline) }
  }

  private func read(_ request: WordRequest, _ alphabet: WordAlphabet, _ timeline: Timeline) -> WordReading? {
    let machine = timeline.machine
    let predictor = timeline.predictor
    predictor.adopt(machine)
    // As many beginnings as the longest word has, the last ones blank: one program serves words of every length.
    let count = request.places.count
    let rows = (1...alphabet.steps).flatMap { alphabet.numbers(request.places, first: $0 <= count ? $0 : 0) }
    let outputs = predictor.outputCount
    let predictions = predictor.predictions(features: rows).prefix(count * outputs)
    guard predictions.count == count * outputs else { return nil }
    return WordReading(
      request: request, completedIterations: machine.completedIterations,
      classCount: machine.setup.data.train.classNames.count,
      probabilities: outputs == 1 ? predictions.flatMap { [1 - $0, $0] } : Array(predictions),
      predicted: (0..<count).map { Accuracy.predictedClass(predictions[$0 * outputs..<($0 + 1) * outputs]) })
  }
}

extension Timeline {
  /// What the network as it is now makes of a word; nil where samples are no words.
  public func reading(_ request: WordRequest) -> WordReading? { WordReader().read(request, of: self) }
}
