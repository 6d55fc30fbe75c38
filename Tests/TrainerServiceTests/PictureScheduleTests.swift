import Testing

@testable import TrainerService

@Suite struct PictureScheduleTests {
  private let start = ContinuousClock().now

  /// A picture that looks at all samples and takes long is followed by quick ones; the two together take a twentieth of
  /// the time at most.
  @Test func picturesDoNotWaitForTests() {
    var pictures = PictureSchedule(from: start)
    var now = start
    var (quick, tests, spent) = (0, 0, Duration.zero)
    let end = start + .seconds(60)
    while now < end {
      if pictures.isDue(now) {
        let mayTest = pictures.mayTest(now)
        let cost = Duration.milliseconds(mayTest ? 130 : 2)
        now += cost
        spent += cost
        pictures.shown(withTest: mayTest, took: cost)
        pictures.setNext(after: now, withTest: mayTest, took: cost)
        if mayTest { tests += 1 } else { quick += 1 }
      }
      now += .milliseconds(1)
    }
    #expect(quick > 600 && (8...13).contains(tests), "\(quick) and \(tests)")
    #expect(spent / .seconds(60) < 0.05)
  }

  /// Where everything is quick, every picture looks at all samples.
  @Test func quickTestsAreAlwaysMade() {
    var pictures = PictureSchedule(from: start)
    for step in 0..<100 {
      let now = start + .milliseconds(50 * step)
      #expect(pictures.isDue(now) && pictures.mayTest(now) && pictures.testIsQuick)
      pictures.shown(withTest: true, took: .milliseconds(1))
      pictures.setNext(after: now, withTest: true, took: .milliseconds(1))
    }
  }

  /// Standing still, what was left out of a picture is owed until it has been shown.
  @Test func whatIsLeftOutIsOwed() {
    var pictures = PictureSchedule(from: start)
    #expect(pictures.testIsQuick && !pictures.owesTest)
    pictures.shown(withTest: true, took: .milliseconds(100))
    #expect(!pictures.testIsQuick && !pictures.owesTest)
    pictures.shown(withTest: false, took: .milliseconds(2))
    #expect(pictures.owesTest)
    pictures.shown(withTest: true, took: .milliseconds(90))
    #expect(!pictures.owesTest)
    // Pictures that found nothing new to test make it quick again by and by.
    for _ in 0..<12 { pictures.shown(withTest: true, took: .milliseconds(1)) }
    #expect(pictures.testIsQuick)
  }
}
