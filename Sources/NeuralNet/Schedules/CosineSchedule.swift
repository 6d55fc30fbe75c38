public import Autodiff

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// η · (e + (1 − e) · (1 + cos(π · min(t, T) / T)) / 2): half a cosine from the full rate to the share e of it
/// (Loshchilov and Hutter 2017, arXiv:1608.03983, eq. 5, without restarts; PyTorch's CosineAnnealingLR up to T,
/// after which that rises again and this stays).
public struct CosineSchedule: Schedule {
  public static let name = "cosine"
  public static let constants = LinearSchedule.constants
  let length: Int
  let end: Double

  public init(_ constants: [String: Double]) {
    length = max(Int(constants["length"] ?? 1000), 1)
    end = constants["end"] ?? 0
  }

  public func factor(iteration: Int) -> Double {
    end + (1 - end) * (1 + cos(Double.pi * Double(min(iteration, length)) / Double(length))) / 2
  }

  public let formula = "η · (e + (1 − e) · (1 + cos(π · min(t, T) / T)) / 2)"
  public let meaning = BilingualText(
    "The rate stays high for long, falls in the middle and lands softly at its end.",
    zh: "学习率先在高处停留，中段下降，最后平缓地到达终点。")
}
