import Datasets
import Foundation
import Lessons
import Stepping
import Storage
import TensorMath
import Testing

/// What networks of the lessons write, token by token.
struct TextWritingTests {
  private func timeline(_ lesson: String, iterations: Int) throws -> (Timeline, TokenizedTexts) {
    let stored = try shippedLesson(lesson)
    let timeline = try Timeline(stored.lesson.plan.setup(files: stored.files(sampleData: folders.sampleData)))
    timeline.run(iterations: iterations)
    guard case .texts(let texts) = timeline.machine.setup.data.raw else { throw NoTexts() }
    return (timeline, texts)
  }

  private struct NoTexts: Error {}

  /// A beam of ten against all sequences of two tokens: what is said of one token is read once for every first token.
  @Test func theBeamFindsTheLikeliest() throws {
    let (timeline, texts) = try timeline("names", iterations: 60)
    let vocabulary = texts.tokens.source.vocabulary
    func said(after tokens: [Int]) throws -> [Double] {
      let reading = try #require(timeline.reading(TextRequest(tokens: tokens, most: 0)))
      #expect(reading.written.isEmpty && reading.probabilities.count == 1)
      return reading.probabilities[0].map { log(Double($0)) }
    }
    let letters = (0..<vocabulary.count).filter { $0 != Vocabulary.padding && $0 != vocabulary.start }
    let beginning = vocabulary.tokens.firstIndex(of: "m").map { [$0] } ?? []
    let first = try said(after: beginning)
    var best = (written: [Int](), logProbability: -Double.infinity)
    for a in letters {
      guard a != vocabulary.end else {
        if first[a] > best.logProbability { best = ([a], first[a]) }
        continue
      }
      let second = try said(after: beginning + [a])
      for b in letters where first[a] + second[b] > best.logProbability { best = ([a, b], first[a] + second[b]) }
    }
    let beam = try #require(
      timeline.reading(TextRequest(tokens: beginning, decoding: Decoding(.beam(width: 10)), most: 2)))
    #expect(beam.written == best.written)
    #expect(abs(beam.logProbability - best.logProbability) < 1e-4)
    let greedy = try #require(timeline.reading(TextRequest(tokens: beginning, decoding: Decoding(.greedy), most: 2)))
    #expect(greedy.logProbability <= beam.logProbability + 1e-5)
    let narrow = TextRequest(tokens: beginning, decoding: Decoding(.beam(width: 1)), most: 2)
    let one = try #require(timeline.reading(narrow))
    #expect(one.written == greedy.written && abs(one.logProbability - greedy.logProbability) < 1e-5)
  }

  /// What is written is put behind what stands there and read again; the same seed writes the same.
  @Test func whatIsDrawnGoesOnFromItself() throws {
    let (timeline, texts) = try timeline("names", iterations: 60)
    let vocabulary = texts.tokens.source.vocabulary
    let decoding = Decoding(.sample, temperature: 0.8, topK: 12, seed: 5)
    let reading = try #require(timeline.reading(TextRequest(tokens: [], decoding: decoding)))
    #expect(!reading.written.isEmpty && !reading.written.contains(Vocabulary.padding))
    #expect(!reading.written.dropLast().contains { $0 == vocabulary.end || $0 == vocabulary.start })
    var sum = 0.0
    for (place, token) in reading.written.enumerated() {
      let next = try #require(timeline.reading(TextRequest(tokens: Array(reading.written.prefix(place)), most: 0)))
      #expect(next.probabilities[0] == reading.probabilities[place], "at place \(place)")
      sum += log(Double(next.probabilities[0][token]))
      // One of the twelve likeliest.
      #expect(next.probabilities[0].count { $0 > next.probabilities[0][token] } < 12)
    }
    #expect(abs(sum - reading.logProbability) < 1e-9)
    #expect(timeline.reading(TextRequest(tokens: [], decoding: decoding)) == reading)
  }

  /// The test of whole sequences finds what is written for each, and its error rate is that of edits counted otherwise.
  @Test func theTestIsWhatIsWritten() throws {
    let (timeline, texts) = try timeline("pronounce", iterations: 120)
    let test = try #require(timeline.transcriptionTest())
    let end = try #require(texts.tokens.told.vocabulary.end)
    let data = timeline.machine.setup.data
    let width = texts.tokens.positionCount
    for one in test.cases.prefix(12) {
      let row = data.test.inputs.values[one.sample * width..<(one.sample + 1) * width]
      let source = row.prefix(texts.tokens.source.length).map { Int($0) }.filter { $0 != Vocabulary.padding }
      let reading = try #require(timeline.reading(TextRequest(tokens: source)))
      #expect(reading.written.filter { $0 != end } == one.written)
      // A row for each written token, over the letters of the word alone.
      #expect(reading.alignment.count == min(reading.written.count, texts.tokens.told.length))
      for weights in reading.alignment {
        #expect(weights.count == source.count && abs(weights.reduce(0, +) - 1) < 1e-5)
      }
      let length = texts.tokens.told.length
      let told = data.test.targets.values[one.sample * length..<(one.sample + 1) * length]
      #expect(one.truth == told.map { Int($0) }.filter { $0 > 0 && $0 != end })
    }
    var memory: [[Int]: Int] = [:]
    let errors = test.cases.reduce(0) { sum, one in
      memory = [:]
      return sum + edits(one.written[...], one.truth[...], &memory)
    }
    #expect(test.errorRate == Double(errors) / Double(test.cases.reduce(0) { $0 + $1.truth.count }))
    #expect(test.sequenceAccuracy == Double(test.cases.count { $0.written == $0.truth }) / Double(test.cases.count))
    #expect(test.errorRate > 0 && test.errorRate < 1, "trained a little, and not too much")
  }

  /// By what happens to the last tokens, as the distance is defined.
  private func edits(_ a: ArraySlice<Int>, _ b: ArraySlice<Int>, _ memory: inout [[Int]: Int]) -> Int {
    guard let last = a.last else { return b.count }
    guard let other = b.last else { return a.count }
    if let known = memory[[a.count, b.count]] { return known }
    let least = min(
      edits(a.dropLast(), b, &memory) + 1, edits(a, b.dropLast(), &memory) + 1,
      edits(a.dropLast(), b.dropLast(), &memory) + (last == other ? 0 : 1))
    memory[[a.count, b.count]] = least
    return least
  }

  /// A text by itself gets the probabilities that it has among all samples of the test.
  @Test(arguments: ["sentiment", "topics"]) func aTextAloneIsOneOfTheTest(lesson: String) throws {
    let (timeline, texts) = try timeline(lesson, iterations: 40)
    let test = try #require(timeline.classificationTest(.test))
    let data = timeline.machine.setup.data
    for sample in 0..<8 {
      let tokens = texts.seen(data.testExamples[sample])
      let reading = try #require(timeline.reading(TextRequest(tokens: tokens)))
      for (found, wanted) in zip(reading.classProbabilities, test.probabilities(of: sample)) {
        #expect(abs(found - wanted) < 1e-6)
      }
      #expect(reading.attended.count == tokens.count && abs(reading.attended.reduce(0, +) - 1) < 1e-5)
      #expect(reading.written.isEmpty && reading.alignment.isEmpty)
    }
    #expect(timeline.reading(TextRequest(tokens: [])) == nil, "an empty text is of no class")
    let long = [Int](repeating: 1, count: texts.tokens.source.length + 1)
    #expect(timeline.reading(TextRequest(tokens: long)) == nil)
    #expect(timeline.reading(TextRequest(tokens: [texts.tokens.source.vocabulary.count])) == nil)
  }
}
