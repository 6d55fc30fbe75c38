#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The C library's logarithm, under a name that does not meet `log` the panel.
enum NaturalLogarithm {
  static func of(_ x: Double) -> Double { log(x) }
  static func base10(_ x: Double) -> Double { log10(x) }
}
