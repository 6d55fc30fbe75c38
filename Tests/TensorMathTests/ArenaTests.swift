import TensorMath
import Testing

@Suite struct ArenaTests {
  @Test func everyPlaceBeginsACacheLine() {
    var plan = ArenaPlan()
    let counts = [1, 16, 17, 0, 100, 3]
    let offsets = counts.map { plan.place($0) }
    for offset in offsets { #expect((offset * MemoryLayout<Float>.stride).isMultiple(of: ArenaPlan.alignment)) }
    for index in 1..<offsets.count { #expect(offsets[index] >= offsets[index - 1] + counts[index - 1]) }
    #expect(plan.count >= offsets[5] + 3)
  }

  @Test func aNewArenaIsZero() { #expect(Arena(count: 100).copy(0..<100) == [Float](repeating: 0, count: 100)) }

  @Test func viewsOfOnePlaceSeeTheSameNumbers() {
    let arena = Arena(count: 64)
    let writable = arena.mutableView(at: 16, shape: [2, 3])
    let readable = arena.view(at: 16, shape: [3, 2])
    writable.copy([1, 2, 3, 4, 5, 6] as [Float])
    #expect(readable.values == [1, 2, 3, 4, 5, 6])
    #expect(readable[2, 1] == 6 && writable[5] == 6)
    #expect(readable.rows == 3 && readable.columns == 2 && writable.rows == 2)
    writable[0] = 8
    #expect(readable[0] == 8)
    writable.fill(5)
    #expect(arena.copy(15..<23) == [0, 5, 5, 5, 5, 5, 5, 0])
  }

  @Test func rangesAreCopiedWithinAnArena() {
    let arena = Arena(count: 12)
    arena.write([1, 2, 3], at: 1)
    arena.copy(1..<4, to: 8)
    #expect(arena.copy(0..<12) == [0, 1, 2, 3, 0, 0, 0, 0, 1, 2, 3, 0])
    arena.write([], at: 12)
  }

  @Test func shapesOfUpToFourAxesFit() {
    let arena = Arena(count: 120)
    let view = arena.view(at: 0, shape: [2, 3, 4, 5])
    #expect((0..<4).map { view.size(ofAxis: $0) } == [2, 3, 4, 5])
    #expect(view.rows == 24)
    #expect(arena.view(at: 0, shape: .scalar).columns == 1)
    #expect(arena.view(at: 0, shape: [3, 0]).rows == 0)
  }

  @Test func listsKeepTheirViews() {
    let arena = Arena(count: 32)
    arena.write([4, 5], at: 16)
    let list = arena.list([arena.view(at: 0, shape: [1]), arena.view(at: 16, shape: [2])])
    #expect(list.count == 2 && list[1].values == [4, 5])
    let targets = arena.list([nil, arena.mutableView(at: 16, shape: [2])])
    #expect(targets[0]?.count == nil && targets[1]?.count == 2)
    #expect(arena.list([View]()).count == 0)
  }
}
