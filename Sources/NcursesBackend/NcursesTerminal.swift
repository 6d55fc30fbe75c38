internal import CNcurses
internal import Glibc
public import Screen

/// The terminal the program runs in, by way of ncurses.
///
/// It belongs to one thread. Idle, it sleeps in `poll` and is woken by keys, by a change of size, by
/// signals, or through a descriptor that another thread writes to. There can be one at a time.
public final class NcursesTerminal: Terminal {
  public private(set) var size: Size
  public let capabilities: ScreenCapabilities
  /// Whether the screen is at the far end of a network.
  public let isRemote: Bool
  /// Something the user should know about the start, such as a terminal taken for a related one.
  public let notice: String?

  private let restoration: TerminalRestoration
  private let isUTF8: Bool
  private let wakeDescriptor: Int32
  private var pairs: ColorPairs
  private var shown: Frame?
  private var pasted: String?
  private var hasEnded = false

  /// `environment` is what `TERM`, `NO_COLOR`, and the rest are read from; `wakeDescriptor` the reading
  /// end of a pipe that is watched too, each byte in it being one ``Event/woken``.
  public init(
    environment: [String: String], choices: CapabilityDetection.Choices = CapabilityDetection.Choices(),
    wakeDescriptor: Int32? = nil, usesMouse: Bool = false
  ) throws(TerminalError) {
    let detection = CapabilityDetection(environment: environment)
    let name = detection.terminalName
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    guard !name.isEmpty else { throw .terminalNotNamed }
    guard name != "dumb" else { throw .terminalIsDumb }
    // With data piped in, keys come from the terminal itself.
    let input = isatty(STDIN_FILENO) == 1 ? STDIN_FILENO : open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard input >= 0 else { throw .noKeyboard }
    defer { if input != STDIN_FILENO { close(input) } }

    isUTF8 = cn_set_locale()
    let withColors = !detection.refusesColor && choices.colors != .mono
    do throws(TerminalError) {
      restoration = try TerminalRestoration(
        terminalName: name, input: input, output: STDOUT_FILENO, withColors: withColors,
        speaksXterm: detection.speaksXterm)
      notice = nil
    } catch .unknownTerminal {
      guard let related = detection.relatedTerminalName else { throw .unknownTerminal(name) }
      restoration = try TerminalRestoration(
        terminalName: related, input: input, output: STDOUT_FILENO, withColors: withColors, speaksXterm: true)
      notice = "This system knows no terminal called “\(name)”; treated as \(related)."
    }
    capabilities = detection.capabilities(terminalColors: Int(cn_colors()), isUTF8: isUTF8, choices: choices)
    isRemote = detection.isRemote
    pairs = ColorPairs(colorCount: Int(cn_colors()), pairCount: Int(cn_color_pairs()))
    self.wakeDescriptor = wakeDescriptor ?? -1
    size = Self.currentSize
    if usesMouse { cn_set_mouse(true) }
  }

  private static var currentSize: Size { Size(width: Int(cn_columns()), height: Int(cn_rows())) }

  /// Gives the terminal back. Nothing can be shown after it.
  public func stop() {
    hasEnded = true
    restoration.end()
  }

  /// Repaints everything, for when something else has written on the screen.
  public func redraw() {
    guard !hasEnded else { return }
    shown = nil
    cn_repaint()
    size = Self.currentSize
  }

  /// Gives the terminal back, stops the process as Ctrl+Z does, and returns when it is continued.
  public func suspend() {
    guard !hasEnded else { return }
    cn_suspend()
    shown = nil
    size = Self.currentSize
  }

  public func setMouse(isOn: Bool) {
    if !hasEnded { cn_set_mouse(isOn) }
  }

  /// What the program and its libraries have printed while the screen was up.
  public var capturedOutput: String { restoration.capturedOutput }
  public var hasCapturedOutput: Bool { cn_captured_size() > 0 }

  // MARK: Showing

  public func show(_ frame: Frame) {
    guard !hasEnded else { return }
    // What an older frame left outside this one must not stay.
    if let shown, shown.size != frame.size { cn_forget() }
    let diff = FrameDiff(from: shown, to: frame)
    if diff.isEmpty, shown?.cursor == frame.cursor { return }
    for run in diff.runs { put(run, frame.widths) }
    let cursor = frame.cursor.flatMap { frame.bounds.contains($0) ? $0 : nil }
    cn_flush(Int32(cursor?.y ?? -1), Int32(cursor?.x ?? 0))
    shown = frame
  }

  private func put(_ run: FrameDiff.Run, _ widths: CharacterWidth) {
    var attributes = Int32(run.style.attributes.rawValue)
    if pairs.needsBold(run.style) { attributes |= Int32(Style.Attributes.bold.rawValue) }
    cn_set_style(attributes, pairs.number(for: run.style))
    var x = Int32(run.x)
    for character in run.characters {
      let columns = Int32(widths.columns(of: character))
      put(character, columns: columns, x: x, y: Int32(run.y))
      x += columns
    }
  }

  private func put(_ character: Character, columns: Int32, x: Int32, y: Int32) {
    let isShowable = character.isASCII || isUTF8 && widthsAgree(character, columns)
    if isShowable {
      let scalars = character.unicodeScalars.map(\.value)
      cn_put(y, x, scalars, Int32(scalars.count), columns)
    } else {
      let value = ASCIIFallback.character(character).asciiValue ?? UInt8(ascii: "?")
      for offset in 0..<columns { cn_put(y, x + offset, [UInt32(value)], 1, 1) }
    }
  }

  /// ncurses counts ambiguous characters as one column; where the terminal draws two, none can be used.
  private func widthsAgree(_ character: Character, _ columns: Int32) -> Bool {
    capabilities.ambiguousWidth == 1 || columns == Int32(CharacterWidth().columns(of: character))
  }

  // MARK: Events

  public func nextEvent(timeout: Duration?) -> Event? {
    if hasEnded { return .endOfInput }
    let clock = ContinuousClock()
    let deadline = timeout.map { clock.now + $0 }
    while true {
      // ncurses may hold keys already read: they come before sleeping.
      if let event = nextKey() { return event }
      let left = deadline.map { max($0 - clock.now, .zero) }
      let happened = UInt32(bitPattern: cn_wait(left.map(Self.milliseconds) ?? -1, wakeDescriptor))
      if happened & CN_SIGNAL.rawValue != 0, let event = nextSignal() { return event }
      if happened & CN_INPUT.rawValue != 0, let event = nextKey() { return event }
      if happened & CN_HANGUP.rawValue != 0 {
        hasEnded = true
        return .endOfInput
      }
      if happened & CN_WOKEN.rawValue != 0 {
        cn_drain(wakeDescriptor)
        return .woken
      }
      if let deadline, clock.now >= deadline { return nil }
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, fraction) = duration.components
    // Rounded up: waking a moment early would mean going round again.
    let total = min(seconds, 1_000_000) * 1000 + (fraction + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: total)
  }

  private func nextSignal() -> Event? {
    switch cn_signal(UInt32(cn_next_signal())) {
    case CN_INTERRUPT:
      return .interrupt
    case CN_STOP:
      suspend()
      return .resize(size)
    case CN_CONTINUED:
      redraw()
      return .resize(size)
    default:
      // A change of size: ncurses hands it over as a key.
      return nextKey()
    }
  }

  private func nextKey() -> Event? {
    while true {
      var value: UInt32 = 0
      switch cn_key_kind(UInt32(cn_read_key(&value))) {
      case CN_CHARACTER:
        if pasted != nil, value != 27 {
          if let scalar = Unicode.Scalar(value) { pasted?.unicodeScalars.append(value == 13 ? "\n" : scalar) }
        } else if let text = pasted {
          // Pasted text has no escapes: its end got lost.
          pasted = nil
          return .paste(text)
        } else if let key = KeyDecoding.key(scalar: value) {
          return .key(key)
        }
      case CN_KEY:
        if let event = event(code: value) { return event }
      default:
        return nil
      }
    }
  }

  private func event(code: UInt32) -> Event? {
    switch cn_key(code) {
    case CN_KEY_RESIZE: return resized()
    case CN_KEY_PASTE_BEGIN: pasted = ""
    case CN_KEY_PASTE_END:
      defer { pasted = nil }
      return pasted.map { .paste($0) }
    case CN_KEY_MOUSE: return mouse()
    default: return KeyDecoding.key(code: code).map { .key($0) }
    }
    return nil
  }

  /// Dragging a window edge brings a burst; ncurses hands over one key for all that are waiting.
  private func resized() -> Event {
    shown = nil
    cn_forget()
    size = Self.currentSize
    return .resize(size)
  }

  private func mouse() -> Event? {
    var row: Int32 = 0
    var column: Int32 = 0
    let action: MouseAction
    switch cn_mouse(UInt32(cn_read_mouse(&row, &column))) {
    case CN_MOUSE_PRESS: action = .press
    case CN_MOUSE_RELEASE: action = .release
    case CN_MOUSE_WHEEL_UP: action = .wheelUp
    case CN_MOUSE_WHEEL_DOWN: action = .wheelDown
    default: return nil
    }
    return .mouse(action, at: Point(x: Int(column), y: Int(row)))
  }
}
