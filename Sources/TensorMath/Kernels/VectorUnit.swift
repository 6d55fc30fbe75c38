internal import CKernels

extension Kernels {
  /// How many floats one vector instruction works on, as this was built: 4, 8 or 16.
  public static var vectorLanes: Int { Int(ck_lanes()) }
}
