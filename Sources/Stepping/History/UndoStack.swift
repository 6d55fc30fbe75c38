import Autodiff

/// What was done, with the states before and after it: undo puts the one in, redo the other.
struct UndoStack<State> {
  struct Entry {
    let label: BilingualText
    let before: State
    var after: State
  }

  private(set) var undoable: [Entry] = []
  private(set) var redoable: [Entry] = []

  /// More are forgotten, oldest first: who wants further back goes there in time.
  private static var mostEntries: Int { 10_000 }

  var undoLabel: BilingualText? { undoable.last?.label }
  var redoLabel: BilingualText? { redoable.last?.label }

  /// Notes something that has been done. What was undone before can no longer be redone.
  mutating func note(_ label: BilingualText, before: State, after: State) {
    redoable = []
    undoable.append(Entry(label: label, before: before, after: after))
    if undoable.count > Self.mostEntries { undoable.removeFirst() }
  }

  mutating func undo() -> Entry? {
    guard let entry = undoable.popLast() else { return nil }
    redoable.append(entry)
    return entry
  }

  mutating func redo() -> Entry? {
    guard let entry = redoable.popLast() else { return nil }
    undoable.append(entry)
    return entry
  }
}
