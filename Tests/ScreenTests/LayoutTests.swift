import Screen
import Testing

@Suite struct LayoutTests {
  @Test func partsFillTheAreaInOrder() {
    let parts = Layout.split(
      Rect(x: 5, y: 2, width: 40, height: 10), .horizontally, [.fixed(10), .weight(1), .weight(2)])
    #expect(parts.map(\.width) == [10, 10, 20])
    #expect(parts.map(\.x) == [5, 15, 25])
    #expect(parts.allSatisfy { $0.y == 2 && $0.height == 10 })
  }

  @Test func minimumPartsGrow() {
    let parts = Layout.split(Rect(x: 0, y: 0, width: 8, height: 20), .vertically, [.fixed(1), .minimum(5), .weight(1)])
    #expect(parts.map(\.height) == [1, 12, 7])
  }

  @Test func laterPartsGiveWay() {
    let parts = Layout.split(
      Rect(x: 0, y: 0, width: 12, height: 1), .horizontally, [.fixed(10), .fixed(10), .weight(1)])
    #expect(parts.map(\.width) == [10, 2, 0])
  }

  @Test func spacingIsLeftFree() {
    let parts = Layout.split(
      Rect(x: 0, y: 0, width: 11, height: 1), .horizontally, [.weight(1), .weight(1)], spacing: 1)
    #expect(parts.map(\.columns) == [0..<5, 6..<11])
  }

  @Test(arguments: 0...130) func weightsAddUp(width: Int) {
    let lengths: [Layout.Length] = [.weight(3), .weight(1), .weight(2), .weight(0)]
    let parts = Layout.split(Rect(x: 0, y: 0, width: width, height: 1), .horizontally, lengths)
    #expect(parts.map(\.width).reduce(0, +) == width)
    #expect(parts[3].isEmpty)
  }

  @Test func rectanglesNeverOverflow() {
    let huge = Rect(x: .max, y: .min, width: .max, height: .max)
    #expect(huge.intersection(Rect(x: .min, y: .max, width: .max, height: .max)).width >= 0)
    #expect(huge.inset(by: .max).isEmpty)
    #expect(huge.inset(left: .min, top: .max).height == 0)
    #expect(Rect(x: 3, y: 3, width: -4, height: 2).isEmpty)
    #expect(Layout.split(huge, .vertically, [.fixed(.max), .weight(.max), .minimum(.min)], spacing: 1).count == 3)
  }

  @Test func centeredIsCutToTheArea() {
    let area = Rect(x: 0, y: 0, width: 10, height: 4)
    #expect(area.centered(Size(width: 4, height: 2)) == Rect(x: 3, y: 1, width: 4, height: 2))
    #expect(area.centered(Size(width: 99, height: 99)) == area)
  }
}
