import Screen

/// What a person would see: an xterm in little, for what ncurses sends to one. Colors are left out.
///
/// ncurses sends only what changes, in as few bytes as it can, so that the words on a screen are seldom
/// in the output as such.
struct EmulatedScreen {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var cells: [[Character]]
  private var x = 0
  private var y = 0
  private var region: ClosedRange<Int>
  private var last: Character = " "
  private var pending: [UInt8] = []
  /// Sequences that are none of those known here, to be told.
  private(set) var unknown: Set<String> = []

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(columns, 1), max(rows, 1))
    cells = Array(repeating: Array(repeating: " ", count: max(columns, 1)), count: max(rows, 1))
    region = 0...max(rows - 1, 0)
  }

  var text: String { cells.map { String($0.filter { $0 != "\u{0}" }) }.joined(separator: "\n") }

  mutating func resize(columns: Int, rows: Int) {
    let old = self
    self = EmulatedScreen(columns: columns, rows: rows)
    (unknown, pending) = (old.unknown, old.pending)
    for y in 0..<min(self.rows, old.rows) {
      for x in 0..<min(self.columns, old.columns) { cells[y][x] = old.cells[y][x] }
    }
    (x, y) = (min(old.x, self.columns - 1), min(old.y, self.rows - 1))
  }

  /// Takes in bytes; what is incomplete waits for the next.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var place = 0
    while place < pending.count, let length = step(from: place) { place += length }
    pending.removeFirst(place)
  }

  /// Carries out what stands at `start`; nil when more bytes are needed.
  private mutating func step(from start: Int) -> Int? {
    let byte = pending[start]
    switch byte {
    case 0x1B: return escape(from: start)
    case 0x0D: x = 0
    case 0x0A: lineFeed()
    case 0x08: x = max(x - 1, 0)
    case 0x09: x = min((x / 8 + 1) * 8, columns - 1)
    case ..<0x20: break
    case ..<0x80: put(Character(Unicode.Scalar(byte)))
    default:
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      guard start + length <= pending.count else { return nil }
      for character in String(decoding: pending[start..<(start + length)], as: UTF8.self) { put(character) }
      return length
    }
    return 1
  }

  private mutating func put(_ character: Character) {
    let width = CharacterWidth().columns(of: character)
    guard width > 0 else { return }
    if x + width > columns {
      x = 0
      lineFeed()
    }
    cells[y][x] = character
    if width == 2, x + 1 < columns { cells[y][x + 1] = "\u{0}" }
    x += width
    last = character
  }

  private mutating func lineFeed() {
    if y == region.upperBound { scroll(region, by: 1) } else { y = min(y + 1, rows - 1) }
  }

  /// Up for a positive count, down for a negative one.
  private mutating func scroll(_ range: ClosedRange<Int>, by count: Int) {
    let blank = Array(repeating: Character(" "), count: columns)
    for _ in 0..<min(abs(count), range.count) {
      if count > 0 {
        cells.remove(at: range.lowerBound)
        cells.insert(blank, at: range.upperBound)
      } else {
        cells.remove(at: range.upperBound)
        cells.insert(blank, at: range.lowerBound)
      }
    }
  }

  private mutating func escape(from start: Int) -> Int? {
    guard start + 1 < pending.count else { return nil }
    switch pending[start + 1] {
    case UInt8(ascii: "["):
      guard let end = pending[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
      control(String(decoding: pending[(start + 2)..<end], as: UTF8.self), Character(Unicode.Scalar(pending[end])))
      return end - start + 1
    case UInt8(ascii: "("), UInt8(ascii: ")"): return start + 2 < pending.count ? 3 : nil
    case UInt8(ascii: "E"):
      x = 0
      lineFeed()
    case UInt8(ascii: "M"):
      if y == region.lowerBound { scroll(region, by: -1) } else { y = max(y - 1, 0) }
    default: break
    }
    return 2
  }

  private mutating func control(_ text: String, _ final: Character) {
    if text.hasPrefix("?") || text.hasPrefix(">") {
      if text == "?1049" { erase(2, all: true) }
      return
    }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(numbers.first ?? 0, 1)
    switch final {
    case "H", "f": move(to: (numbers.count > 1 ? max(numbers[1], 1) : 1) - 1, first - 1)
    case "A": move(to: x, y - first)
    case "B": move(to: x, y + first)
    case "C": move(to: x + first, y)
    case "D": move(to: x - first, y)
    case "G": move(to: first - 1, y)
    case "d": move(to: x, first - 1)
    case "J": erase(numbers.first ?? 0, all: true)
    case "K": erase(numbers.first ?? 0, all: false)
    case "X": for column in x..<min(x + first, columns) { cells[y][column] = " " }
    case "b": for _ in 0..<first { put(last) }
    case "@":
      cells[y].insert(contentsOf: Array(repeating: " ", count: first), at: min(x, columns))
      cells[y] = Array(cells[y].prefix(columns))
    case "P":
      cells[y].removeSubrange(x..<min(x + first, columns))
      cells[y] += Array(repeating: " ", count: columns - cells[y].count)
    case "L": if region.contains(y) { scroll(y...region.upperBound, by: -first) }
    case "M": if region.contains(y) { scroll(y...region.upperBound, by: first) }
    case "S": scroll(region, by: first)
    case "T": scroll(region, by: -first)
    case "r":
      let low = first - 1
      let high = numbers.count > 1 && numbers[1] > 0 ? numbers[1] - 1 : rows - 1
      region = low < high && high < rows ? low...high : 0...(rows - 1)
      move(to: 0, 0)
    case "Z": move(to: (x - 1) / 8 * 8, y)
    case "m", "h", "l", "t", "n", "c": break
    default: unknown.insert(text + String(final))
    }
  }

  private mutating func move(to column: Int, _ row: Int) {
    (x, y) = (min(max(column, 0), columns - 1), min(max(row, 0), rows - 1))
  }

  private mutating func erase(_ part: Int, all: Bool) {
    let here = y * columns + min(x, columns - 1)
    let (start, end) = all ? (0, rows * columns) : (y * columns, (y + 1) * columns)
    let range = part == 0 ? here..<end : part == 1 ? start..<(here + 1) : start..<end
    for place in range { cells[place / columns][place % columns] = " " }
  }
}
