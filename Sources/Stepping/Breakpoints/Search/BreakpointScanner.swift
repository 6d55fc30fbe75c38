import Autodiff

/// Goes through a stretch of a run and finds where breakpoints are hit, in order.
///
/// What counts is a function of the run alone: whether a moment is a hit does not depend on where the
/// search began or which way it goes. Stretches in which nothing can be hit are passed at full speed
/// (``ConditionSpan``); the others are gone through look by look.
struct BreakpointScanner {
  let timeline: Timeline
  /// All it looks at is in one stage of the run: conditions are about its program.
  private let stage: StageOrigin
  /// Up to here everything has been looked at.
  private(set) var position: Moment
  private var watches: [BreakpointWatch] = []
  /// Breakpoints at the first number that is none: the run's observations tell where that is.
  private var firstNotFinite: [(id: Int, condition: String)] = []
  /// Only what is after this counts.
  private var origin: Moment
  /// Which watches look after how many instructions.
  private var lookers: [[Int]]
  private let needsSteps: Bool
  /// Whether the first number that is none ends a scan though no breakpoint stands there.
  private let stopsAtObservations: Bool

  /// How many iterations are looked at together at most, and how few one by one.
  private static let longestStretch = 1 << 16
  private static let shortestStretch = 16

  init(
    _ breakpoints: [BreakpointWatch], on timeline: Timeline, at position: Moment, stoppingAtObservations: Bool
  ) {
    self.timeline = timeline
    stage = timeline.machine.origin
    stopsAtObservations = stoppingAtObservations
    self.position = position
    origin = position
    for breakpoint in breakpoints {
      if breakpoint.condition.isFirstNotFinite {
        firstNotFinite.append((breakpoint.id, breakpoint.condition.text))
      } else {
        watches.append(breakpoint)
      }
    }
    lookers = Array(repeating: [], count: timeline.machine.instructionCount + 1)
    for (index, watch) in watches.enumerated() {
      for position in watch.condition.lookPositions { lookers[position].append(index) }
    }
    let loss = timeline.program.loss
    needsSteps = watches.contains { $0.condition.needsSteps(loss: loss) }
  }

  private var count: Int { timeline.machine.instructionCount }

  /// Looks at everything after `position`, up to a moment. Stops there, at the first hit, or at the end of
  /// the iteration in which a number became none; the timeline may stand anywhere afterwards.
  ///
  /// - Returns: the breakpoints that are hit at `position`; none when it has got to the end.
  mutating func scan(to target: Moment) -> [BreakpointHit] {
    var limit = target
    if !needsSteps, limit > timeline.end {
      run(to: limit)
      limit = min(limit, timeline.now.withoutProgress)
    }
    var stretch = Self.longestStretch
    while true {
      limit = beforeObservation(limit)
      guard position < limit else { break }
      if let hits = notFiniteHits(upTo: position) { return hits }
      let first =
        position.position == count || position.position == 0 ? timeline.completedIterations(at: position) : nil
      let last = timeline.completedIterations(at: limit) - 1
      if !needsSteps, let first, first <= last {
        let end = min(last, first + stretch - 1)
        if skip(first...end) {
          stretch = min(stretch * 2, Self.longestStretch)
          if let hits = notFiniteHits(upTo: position) { return hits }
          continue
        }
        if end - first >= Self.shortestStretch {
          stretch = max((end - first + 1) / 2, 1)
          continue
        }
      }
      let hits = lookThroughIteration(upTo: limit)
      if !hits.isEmpty {
        origin = position
        return hits
      }
    }
    return notFiniteHits(upTo: position) ?? []
  }

  private func run(to limit: Moment) {
    if limit.position == count {
      timeline.run(iterations: limit.iteration + 1 - timeline.completedIterations)
    } else {
      timeline.go(to: limit)
    }
  }

  // MARK: Numbers that are none

  /// The first number that is none, if it is still to come or has just been passed.
  private var observation: Observation? {
    timeline.observations.first { $0.kind == .notFinite && $0.moment > origin }
  }

  /// Whether the first number that is none has been passed.
  var hasPassedObservation: Bool { observation.map { $0.moment <= position } ?? false }

  /// The end of the iteration that has it, when a scan ends there; the cause may have been noticed late.
  private func beforeObservation(_ limit: Moment) -> Moment {
    guard stopsAtObservations, let observation else { return limit }
    let iteration = max(observation.moment.iteration, timeline.completedIterations(at: position) - 1)
    return min(limit, Moment(stage: stage.stage, iteration: iteration, position: count))
  }

  /// The hits of `nan`, when what caused it lies in what has been passed.
  private mutating func notFiniteHits(upTo moment: Moment) -> [BreakpointHit]? {
    guard !firstNotFinite.isEmpty, let observation, observation.moment <= moment else { return nil }
    position = observation.moment
    origin = position
    for index in watches.indices { watches[index].before = .unknown }
    return firstNotFinite.map {
      BreakpointHit(
        id: $0.id, condition: $0.condition, moment: position,
        readings: [BreakpointHit.Reading(name: observation.place, value: Double(observation.value))])
    }
  }

  // MARK: Many iterations at once

  /// Passes whole iterations, if it is certain that nothing is hit in them.
  private mutating func skip(_ iterations: ClosedRange<Int>) -> Bool {
    // A number that became none is come to look by look, after what may be hit before it.
    if !firstNotFinite.isEmpty, let observation, iterations.contains(observation.moment.iteration) { return false }
    let span = ConditionSpan(
      iterations: iterations,
      epochs: timeline.machine.epoch(
        ofIteration: iterations.lowerBound)...timeline.machine.epoch(ofIteration: iterations.upperBound),
      losses: timeline.losses.range(of: iterations),
      metric: { [timeline] in timeline.range(of: $0, over: iterations) })
    var passed = watches
    for index in watches.indices {
      switch span.possibility(of: watches[index].condition.truth) {
      case .maybe: return false
      case .never:
        let remembers = watches[index].condition.memoryCount > 0
        passed[index].before = remembers ? .unknown : .look(ConditionLook(isTrue: false, numbers: []))
      case .always:
        recall(index, before: position)
        guard !watches[index].condition.isEvent, watches[index].lookBefore?.isTrue == true else { return false }
        passed[index].before = watches[index].before
      }
    }
    watches = passed
    position = Moment(stage: stage.stage, iteration: iterations.upperBound, position: count)
    return true
  }

  // MARK: Look by look

  /// Looks at the rest of the current iteration, or at the next one.
  private mutating func lookThroughIteration(upTo limit: Moment) -> [BreakpointHit] {
    let iteration = timeline.completedIterations(at: position)
    let start = iteration == position.iteration ? position.position : 0
    let end = limit.iteration == iteration ? limit.position : count
    if start < end {
      for place in start + 1...end {
        let moment = Moment(stage: stage.stage, iteration: iteration, position: place)
        let hits = look(at: moment)
        if let caused = notFiniteHits(upTo: moment) {
          // The cause may be earlier: it was noticed only now.
          return caused + (position == moment ? hits : [])
        }
        position = moment
        if !hits.isEmpty { return hits }
      }
    }
    position = Moment(stage: stage.stage, iteration: iteration, position: end)
    return []
  }

  private mutating func look(at moment: Moment) -> [BreakpointHit] {
    var looking = lookers[moment.position]
    if moment.position == count {
      let evaluated = watches.indices.filter { watches[$0].condition.readsMetrics && !looking.contains($0) }
      if !evaluated.isEmpty {
        if moment > timeline.end { timeline.go(to: moment) }
        if timeline.latestEvaluation(at: moment)?.completedIterations == moment.iteration + 1 { looking += evaluated }
      }
    }
    guard !looking.isEmpty else { return [] }
    for index in looking {
      recall(index, before: Moment(stage: stage.stage, iteration: moment.iteration, position: moment.position - 1))
    }
    if looking.contains(where: { watches[$0].condition.readsMachine }) || moment > timeline.end && readsMetrics(looking)
    {
      timeline.go(to: moment)
    }
    let evaluator = ConditionEvaluator(timeline: timeline, moment: moment)
    var hits: [BreakpointHit] = []
    for index in looking {
      let watch = watches[index]
      guard let look = evaluator.look(watch.condition, before: watch.lookBefore) else { continue }
      if watch.triggers(look) {
        hits.append(
          BreakpointHit(
            id: watch.id, condition: watch.condition.text, moment: moment, readings: watch.condition.report(evaluator)))
      }
      watches[index].before = .look(look)
    }
    return hits
  }

  private func readsMetrics(_ looking: [Int]) -> Bool { looking.contains { watches[$0].condition.readsMetrics } }

  // MARK: The look before

  /// Looks up what a condition was when it was last looked at, if that is not known.
  private mutating func recall(_ index: Int, before moment: Moment) {
    guard case .unknown = watches[index].before else { return }
    watches[index].before = latestLook(watches[index].condition, atOrBefore: moment).map { .look($0) } ?? .never
  }

  private func latestLook(_ condition: Condition, atOrBefore moment: Moment) -> ConditionLook? {
    var moment = moment
    // A look finds nothing where a short batch has no such row; the iteration before has it.
    for _ in 0..<2 * condition.lookPositions.count + 2 {
      guard let place = lookMoment(of: condition, atOrBefore: moment) else { break }
      if let look = look(condition, at: place) { return look }
      moment = Moment(stage: stage.stage, iteration: place.iteration, position: place.position - 1)
    }
    // Before the first update, a parameter is what it was at the start.
    let isThereAtTheStart = condition.slots.allSatisfy { timeline.program[$0].isDurable }
    guard condition.memoryCount > 0, isThereAtTheStart, let look = look(condition, at: stage.moment) else { return nil }
    return ConditionLook(isTrue: false, numbers: look.numbers)
  }

  private func look(_ condition: Condition, at moment: Moment) -> ConditionLook? {
    if condition.readsMachine { timeline.go(to: moment) }
    return ConditionEvaluator(timeline: timeline, moment: moment).look(condition, before: nil)
  }

  private func lookMoment(of condition: Condition, atOrBefore moment: Moment) -> Moment? {
    var latest: Moment?
    if let last = condition.lookPositions.last {
      if let place = condition.lookPositions.last(where: { $0 <= moment.position }) {
        latest = Moment(stage: stage.stage, iteration: moment.iteration, position: place)
      } else if moment.iteration > stage.iteration {
        latest = Moment(stage: stage.stage, iteration: moment.iteration - 1, position: last)
      }
    }
    if condition.readsMetrics, let point = timeline.latestEvaluation(at: moment),
      point.completedIterations > stage.iteration
    {
      let evaluated = Moment(stage: stage.stage, iteration: point.completedIterations - 1, position: count)
      latest = latest.map { max($0, evaluated) } ?? evaluated
    }
    return latest
  }
}

extension Condition {
  /// The numbers it reads, by name.
  func report(_ evaluator: ConditionEvaluator) -> [BreakpointHit.Reading] {
    readings.compactMap { reading in
      guard !reading.isHidden, let value = evaluator.number(reading.term) else { return nil }
      return BreakpointHit.Reading(name: reading.name, value: value)
    }
  }
}
