/// When pictures of a run are published, and which of them look at all samples, which may take longer than everything
/// else in them.
struct PictureSchedule {
  typealias Instant = ContinuousClock.Instant

  /// Twenty pictures a second show curves in motion; more would take from the training.
  private static let frame = Duration.milliseconds(50)
  /// The share of time that pictures may take while the run goes on is one in this many; and again for those that look
  /// at all samples.
  private static let share = 40
  /// What a key may take longer for looking at all samples.
  private static let patience = Duration.milliseconds(8)
  /// Milliseconds without a key after which what was left out is made up for.
  static let pause: Int32 = 40

  private var next: Instant
  private var nextTest: Instant
  /// What a picture with all samples has taken lately.
  private var testCost = Duration.zero
  /// Whether the last picture shows of all samples what was before.
  private(set) var owesTest = false

  init(from now: Instant) { (next, nextTest) = (now, now) }

  /// Whether another picture is due while the run goes on.
  func isDue(_ now: Instant) -> Bool { now >= next }

  /// Whether it may look at all samples.
  func mayTest(_ now: Instant) -> Bool { now >= nextTest }

  /// Whether looking at all samples keeps nobody waiting.
  var testIsQuick: Bool { testCost <= Self.patience }

  mutating func shown(withTest isTested: Bool, took cost: Duration) {
    owesTest = !isTested
    // Not every picture has something new to test.
    if isTested { testCost = max(cost, testCost * 4 / 5) }
  }

  /// Sets when the next picture is due of a run that goes on: where all samples were looked at and that took long, it may
  /// wait, the picture need not.
  mutating func setNext(after now: Instant, withTest isTested: Bool, took cost: Duration) {
    next = now + max(Self.frame, cost * Self.share)
    guard isTested, cost > Self.patience else { return }
    nextTest = next
    next = now + Self.frame
  }
}
