import TensorMath
import Testing

@Suite struct RandomSourceTests {
  /// The published sequence of SplitMix64 for the seed 1234567 (and the first of seed 0).
  @Test func theSequenceIsSplitMix64() {
    var source = RandomSource(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    for number in expected { #expect(source.next() == number) }
    var zero = RandomSource(seed: 0)
    #expect(zero.next() == 0xe220_a839_7b1d_cdaf)
  }

  /// Lessons have goals for their seeds: these numbers must never change. Computed by a second implementation, in Python.
  @Test func streamsArePinned() {
    var source = RandomSource(seed: 7, purpose: "batch order", index: 3)
    let numbers: [UInt64] = [16_811_284_252_202_164_471, 9_679_729_241_315_820_845, 12_534_375_418_659_502_454]
    #expect((0..<3).map { _ in source.next() } == numbers)
    #expect(source.permutation(8) == [2, 5, 4, 1, 0, 7, 3, 6])
    #expect(source.uniform() == 0.44888216)
    #expect(abs(source.normal() + 0.7699292) < 1e-7)
  }

  @Test func streamsAreSplitBySeedPurposeAndIndex() {
    func first(_ seed: UInt64, _ purpose: String, _ index: UInt64) -> UInt64 {
      var source = RandomSource(seed: seed, purpose: purpose, index: index)
      return source.next()
    }
    var seen: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for purpose in ["", "a", "b", "ab", "ba"] {
        for index in 0..<20 as Range<UInt64> { seen.insert(first(seed, purpose, index)) }
      }
    }
    #expect(seen.count == 20 * 5 * 20)
  }

  @Test func theStateIsAllThereIs() {
    var source = RandomSource(seed: 5)
    _ = source.normal()
    var copy = RandomSource(seed: source.state)
    #expect((0..<10).map { _ in copy.next() } == (0..<10).map { _ in source.next() })
  }

  @Test func uniformNumbersFillTheirRange() {
    var source = RandomSource(seed: 11)
    let numbers = (0..<20_000).map { _ in Double(source.uniform()) }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 && ($0 * 0x1p24).rounded() == $0 * 0x1p24 })
    let mean = numbers.reduce(0, +) / 20_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    // Four standard deviations of the mean and of the variance.
    #expect(abs(mean - 0.5) < 4 * (1 / 12.0 / 20_000).squareRoot())
    #expect(abs(variance - 1 / 12.0) < 4 * (1 / 180.0 / 20_000).squareRoot())
    var tenths = [Int](repeating: 0, count: 10)
    for number in numbers { tenths[Int(number * 10)] += 1 }
    #expect(tenths.allSatisfy { abs($0 - 2000) < 4 * 43 })
    let shifted = (0..<1000).map { _ in source.uniform(-2, 3) }
    #expect(
      shifted.allSatisfy { $0 >= -2 && $0 < 3 } && shifted.contains { $0 < -1.5 } && shifted.contains { $0 > 2.5 })
  }

  @Test func normalNumbersHaveTheirMoments() {
    var source = RandomSource(seed: 12)
    let numbers = (0..<20_000).map { _ in Double(source.normal()) }
    #expect(numbers.allSatisfy { $0.isFinite })
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / 20_000
    }
    #expect(abs(moment(1)) < 4 / 20_000.0.squareRoot())
    #expect(abs(moment(2) - 1) < 4 * (2 / 20_000.0).squareRoot())
    #expect(abs(moment(3)) < 4 * (15 / 20_000.0).squareRoot())
    #expect(abs(moment(4) - 3) < 4 * (96 / 20_000.0).squareRoot())
  }

  @Test func integersAreBelowTheirBound() {
    var source = RandomSource(seed: 13)
    for bound in [1, 2, 3, 7, 1000] {
      let numbers = (0..<2000).map { _ in source.integer(below: bound) }
      #expect(numbers.allSatisfy { $0 >= 0 && $0 < bound })
      if bound <= 7 { #expect(Set(numbers).count == bound) }
    }
  }

  @Test func permutationsAreFair() {
    var source = RandomSource(seed: 14)
    #expect(source.permutation(0) == [] && source.permutation(1) == [0])
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[source.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 4 * 29 })
    #expect(source.permutation(500).sorted() == Array(0..<500))
  }
}
