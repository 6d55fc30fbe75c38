// What the loops of a convolution need to know about its geometry, the same for every width of vectors.
#ifndef CKERNELS_CONVOLUTION_PLAN_H
#define CKERNELS_CONVOLUTION_PLAN_H

#include <stddef.h>

/// The taps that one target row or column has: the first, the source row or column under it, how many there are.
typedef struct {
  int tap, source, count;
  /// How many targets from this one on have the same taps, over sources `advance` apart.
  int run;
} ck_reach;

/// Sums over windows: target = start + Σ over source channels and taps of weight · source. Forwards the source is the
/// image; for the image's gradient it is the upstream gradient, which meets the taps in the opposite direction.
typedef struct {
  const ck_reach *rows, *columns;
  size_t target_height, target_width;
  size_t source_channels, source_height, source_width;
  size_t kernel_height, kernel_width;
  /// From one tap of a reach to the next, from its source to the next, from one target's source to the next target's.
  ptrdiff_t tap_step, source_step, advance;
} ck_sweep;

/// The places that have a source pixel under one tap: first ≤ place < end.
typedef struct {
  ptrdiff_t first, end;
} ck_span;

#endif
