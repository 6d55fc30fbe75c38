internal import CNcurses
internal import Screen

/// What ncurses reports about one key press, in our words.
enum KeyDecoding {
  /// A character: control codes are named keys or Ctrl with a letter.
  static func key(scalar value: UInt32) -> Key? {
    switch value {
    case 9: return .tab
    case 10, 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 0: return .control(" ")
    case 1...26: return Unicode.Scalar(value + 96).map { .control(Character($0)) }
    case 28...31: return Unicode.Scalar(value + 64).map { .control(Character($0)) }
    default:
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .control else { return nil }
      return .character(Character(scalar))
    }
  }

  /// A key with a name.
  static func key(code: UInt32) -> Key? {
    switch cn_key(code) {
    case CN_KEY_UP: .up
    case CN_KEY_DOWN: .down
    case CN_KEY_LEFT: .left
    case CN_KEY_RIGHT: .right
    case CN_KEY_SHIFT_UP: .shiftUp
    case CN_KEY_SHIFT_DOWN: .shiftDown
    case CN_KEY_SHIFT_LEFT: .shiftLeft
    case CN_KEY_SHIFT_RIGHT: .shiftRight
    case CN_KEY_HOME: .home
    case CN_KEY_END: .end
    case CN_KEY_PAGE_UP: .pageUp
    case CN_KEY_PAGE_DOWN: .pageDown
    case CN_KEY_BACKSPACE: .backspace
    case CN_KEY_DELETE: .delete
    case CN_KEY_INSERT: .insert
    case CN_KEY_ENTER: .enter
    case CN_KEY_BACK_TAB: .backTab
    default:
      code > CN_KEY_FUNCTION.rawValue && code <= CN_KEY_FUNCTION.rawValue + 24
        ? .function(Int(code - CN_KEY_FUNCTION.rawValue)) : nil
    }
  }
}
