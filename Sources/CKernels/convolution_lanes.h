// The loops of a convolution for vectors of one width. Included once for each, with
//   V            the vector type
//   LANES        its number of floats
//   OF(name)     the name for this width
//   HALVES(a,b)  see lanes.h

// ---- Into lanes and back ----

ALWAYS_INLINE void OF(transpose)(V v[LANES]) {
  UNROLL for (int round = 1; round < LANES; round *= 2) {
    V next[LANES];
    UNROLL for (int i = 0; i < LANES / 2; i++) {
      next[2 * i] = FIRST_HALVES(v[i], v[i + LANES / 2]);
      next[2 * i + 1] = SECOND_HALVES(v[i], v[i + LANES / 2]);
    }
    UNROLL for (int i = 0; i < LANES; i++) v[i] = next[i];
  }
}

/// lanes[k] = number k of each of the images; lanes without an image are 0.
static void OF(into_lanes)(const float *x, size_t images, size_t size, V *lanes) {
  for (size_t k = 0; k < size; k += LANES) {
    if (k + LANES > size) {
      if (size < LANES) {
        for (k = 0; k < size; k++) {
          lanes[k] = (V){0};
          for (size_t image = 0; image < images; image++) lanes[k][image] = x[image * size + k];
        }
        return;
      }
      k = size - LANES;  // some once more
    }
    V v[LANES];
    if (images == LANES) {
      UNROLL for (size_t image = 0; image < LANES; image++) v[image] = *(const V *)(x + image * size + k);
    } else {
      for (size_t image = 0; image < LANES; image++)
        v[image] = image < images ? *(const V *)(x + image * size + k) : (V){0};
    }
    OF(transpose)(v);
    UNROLL for (int i = 0; i < LANES; i++) lanes[k + i] = v[i];
  }
}

/// `count` numbers of each image, at most LANES, to where the images have them.
ALWAYS_INLINE void OF(out_of_lanes)(const V *lanes, size_t count, float *y, size_t images, size_t size) {
  V v[LANES];
  UNROLL for (int i = 0; i < LANES; i++) v[i] = lanes[i];
  OF(transpose)(v);
  if (images == LANES && count == LANES) {
    UNROLL for (size_t image = 0; image < LANES; image++) *(V *)(y + image * size) = v[image];
  } else {
    for (size_t image = 0; image < images; image++) memcpy(y + image * size, &v[image], count * sizeof(float));
  }
}

// ---- Sums over windows ----

/// OUT target channels of ACROSS neighboring pixels, for source channels from `first` to before `end`.
ALWAYS_INLINE void OF(windows)(const ck_sweep *s, const V *x, const float *weights, size_t first, size_t end,
                               ck_reach row, ck_reach column, V *sums, const int OUT, const int ACROSS) {
  V sum[32];
  UNROLL for (int i = 0; i < OUT * ACROSS; i++) sum[i] = sums[i / ACROSS * PIXELS + i % ACROSS];
  const ptrdiff_t weight_step = s->tap_step * OUT, source_step = s->source_step, advance = s->advance;
  for (size_t c = first; c < end; c++) {
    for (int j = 0; j < row.count; j++) {
      const ptrdiff_t in_row = (ptrdiff_t)(c * s->source_height) + row.source + j * source_step;
      const ptrdiff_t tap_row = (ptrdiff_t)(c * s->kernel_height) + row.tap + j * s->tap_step;
      const V *in = x + in_row * (ptrdiff_t)s->source_width + column.source;
      const float *w = weights + (tap_row * (ptrdiff_t)s->kernel_width + column.tap) * OUT;
      for (int i = 0; i < column.count; i++, in += source_step, w += weight_step) {
        UNROLL for (int o = 0; o < OUT; o++)
          UNROLL for (int p = 0; p < ACROSS; p++) sum[o * ACROSS + p] += w[o] * in[p * advance];
      }
    }
  }
  UNROLL for (int i = 0; i < OUT * ACROSS; i++) sums[i / ACROSS * PIXELS + i % ACROSS] = sum[i];
}

/// OUT target channels of all pixels. `y` points at the first of the channels in the first image.
ALWAYS_INLINE void OF(channels)(const ck_sweep *s, const V *x, const float *weights, const float *bias, float *y,
                                size_t images, size_t size, const int OUT, const int ACROSS) {
  const size_t area = s->target_height * s->target_width;
  const size_t taps = s->kernel_height * s->kernel_width;
  const size_t at_once = taps > LONGEST_SUM / 2 ? 1 : LONGEST_SUM / taps;
  int oy = 0, ox = 0;
  for (size_t start = 0; start < area; start += PIXELS) {
    const int count = area - start < PIXELS ? (int)(area - start) : PIXELS;
    V tile[16 * PIXELS];
    UNROLL for (int o = 0; o < OUT; o++)
      for (int p = 0; p < PIXELS; p++) tile[o * PIXELS + p] = (V){0} + (bias ? bias[o] : 0);
    const int first_row = oy, first_column = ox;
    for (size_t c = 0; c < s->source_channels; c += at_once) {
      const size_t end = c + at_once < s->source_channels ? c + at_once : s->source_channels;
      V partial[16 * PIXELS];
      V *sums = tile;
      if (c > 0) {
        sums = partial;
        memset(partial, 0, sizeof(V) * OUT * PIXELS);
      }
      oy = first_row;
      ox = first_column;
      for (int p = 0; p < count;) {
        const ck_reach column = s->columns[ox];
        int across = 1;
        if (ACROSS > 1 && column.run >= ACROSS && p + ACROSS <= count) {
          OF(windows)(s, x, weights, c, end, s->rows[oy], column, sums + p, OUT, ACROSS);
          across = ACROSS;
        } else {
          OF(windows)(s, x, weights, c, end, s->rows[oy], column, sums + p, OUT, 1);
        }
        p += across;
        ox += across;
        if (ox == (int)s->target_width) {
          ox = 0;
          oy++;
        }
      }
      if (c > 0)
        for (int i = 0; i < OUT * PIXELS; i++) tile[i] += partial[i];
    }
    for (int o = 0; o < OUT; o++) {
      float *out = y + (size_t)o * area + start;
      for (int p = 0; p < count; p += LANES) {
        const int n = count - p < LANES ? count - p : LANES;
        OF(out_of_lanes)(tile + o * PIXELS + p, (size_t)n, out + p, images, size);
      }
    }
  }
}

/// All target channels, as many at a time as registers hold. The weights of each such block stand together, one
/// after the other for each tap: see arrange in convolution.c.
static void OF(sweep)(const ck_sweep *s, const V *x, const float *weights, const float *bias, float *y, size_t images,
                      size_t target_channels) {
  const size_t area = s->target_height * s->target_width, size = target_channels * area;
  const size_t each = s->source_channels * s->kernel_height * s->kernel_width;
  for (size_t o = 0; o < target_channels;) {
    const int block = channels_at_once(target_channels - o);
    const float *w = weights + o * each, *b = bias ? bias + o : bias;
    float *out = y + o * area;
    switch (block) {
#if MOST_CHANNELS == 16
      case 16: OF(channels)(s, x, w, b, out, images, size, 16, 1); break;
      case 8: OF(channels)(s, x, w, b, out, images, size, 8, 2); break;
#else
      case 8: OF(channels)(s, x, w, b, out, images, size, 8, 1); break;
#endif
      case 6: OF(channels)(s, x, w, b, out, images, size, 6, 2); break;
      case 4: OF(channels)(s, x, w, b, out, images, size, 4, 2); break;
      case 2: OF(channels)(s, x, w, b, out, images, size, 2, 4); break;
      default: OF(channels)(s, x, w, b, out, images, size, 1, 8); break;
    }
    o += (size_t)block;
  }
}

// ---- The gradient of the kernel ----

/// Some rows of upstream for OUT channels, times the image under TAPS taps side by side, added to `sums`.
ALWAYS_INLINE void OF(tap_sums)(const ck_window *s, const V *x, const V *upstream, ptrdiff_t first_row,
                                ptrdiff_t end_row, ptrdiff_t ky, ptrdiff_t kx, const ck_span *columns, V *sums,
                                size_t each, const int OUT, const int TAPS) {
  const ptrdiff_t stride = (ptrdiff_t)s->stride, padding = (ptrdiff_t)s->padding;
  const ptrdiff_t width = (ptrdiff_t)s->in_width, out_width = (ptrdiff_t)s->out_width;
  const ptrdiff_t out_area = (ptrdiff_t)s->out_height * out_width;
  // Places that lie over the image for all the taps, and those of single taps around them.
  ptrdiff_t first = columns[kx].first, end = columns[kx].end;
  for (int t = 1; t < TAPS; t++) {
    if (columns[kx + t].first > first) first = columns[kx + t].first;
    if (columns[kx + t].end < end) end = columns[kx + t].end;
  }
  if (end < first) end = first;
  V sum[32];
  UNROLL for (int i = 0; i < OUT * TAPS; i++) sum[i] = (V){0};
  for (ptrdiff_t oy = first_row; oy < end_row; oy++) {
    const V *in = x + (oy * stride + ky - padding) * width + kx - padding;
    const V *up = upstream + oy * out_width;
    for (ptrdiff_t ox = first; ox < end; ox++) {
      UNROLL for (int o = 0; o < OUT; o++) {
        const V u = up[o * out_area + ox];
        UNROLL for (int t = 0; t < TAPS; t++) sum[o * TAPS + t] += u * in[ox * stride + t];
      }
    }
    if (TAPS == 1) continue;
    UNROLL for (int t = 0; t < TAPS; t++) {
      const ck_span own = columns[kx + t];
      for (ptrdiff_t ox = own.first; ox < own.end; ox++) {
        if (ox == first) {
          if (end >= own.end) break;
          ox = end;
        }
        UNROLL for (int o = 0; o < OUT; o++) sum[o * TAPS + t] += up[o * out_area + ox] * in[ox * stride + t];
      }
    }
  }
  UNROLL for (int o = 0; o < OUT; o++)
    UNROLL for (int t = 0; t < TAPS; t++) sums[(size_t)o * each + (size_t)t] += sum[o * TAPS + t];
}

ALWAYS_INLINE void OF(kernel_channels)(const ck_window *s, const V *x, const V *upstream, ptrdiff_t first_row,
                                       ptrdiff_t end_row, const ck_span *rows, const ck_span *columns, V *sums,
                                       const int OUT) {
  const size_t taps = s->kernel_height * s->kernel_width, each = s->in_channels * taps;
  for (size_t c = 0; c < s->in_channels; c++) {
    const V *in = x + c * s->in_height * s->in_width;
    for (size_t ky = 0; ky < s->kernel_height; ky++) {
      const ptrdiff_t first = rows[ky].first > first_row ? rows[ky].first : first_row;
      const ptrdiff_t end = rows[ky].end < end_row ? rows[ky].end : end_row;
      if (first >= end) continue;
      V *into = sums + c * taps + ky * s->kernel_width;
      for (size_t kx = 0; kx < s->kernel_width;) {
        const size_t left = s->kernel_width - kx;
        const ptrdiff_t y = (ptrdiff_t)ky, z = (ptrdiff_t)kx;
        if (left >= 3 && left != 4) {
          OF(tap_sums)(s, in, upstream, first, end, y, z, columns, into + kx, each, OUT, 3);
          kx += 3;
        } else if (left >= 2) {
          OF(tap_sums)(s, in, upstream, first, end, y, z, columns, into + kx, each, OUT, 2);
          kx += 2;
        } else {
          OF(tap_sums)(s, in, upstream, first, end, y, z, columns, into + kx, each, OUT, 1);
          kx += 1;
        }
      }
    }
  }
}

/// Adds to `sums` [out channels, in channels, taps] what these images contribute, a lane for each.
static void OF(kernel_sums)(const ck_window *s, const V *x, const V *upstream, const ck_span *rows,
                            const ck_span *columns, V *sums) {
  const size_t taps = s->kernel_height * s->kernel_width, each = s->in_channels * taps;
  const size_t area = s->out_height * s->out_width;
  // A few rows at a time: they stay in the first cache while all taps meet them, and no sum gets long.
  const size_t most = STRIP / (KERNEL_CHANNELS * s->out_width) + 1;
  const size_t strips = (s->out_height + most - 1) / most, height = (s->out_height + strips - 1) / strips;
  for (size_t row = 0; row < s->out_height; row += height) {
    const size_t end = row + height < s->out_height ? row + height : s->out_height;
    const ptrdiff_t a = (ptrdiff_t)row, b = (ptrdiff_t)end;
    for (size_t o = 0; o < s->out_channels;) {
      const size_t left = s->out_channels - o;
      const V *up = upstream + o * area;
      V *into = sums + o * each;
      int block = 1;
#if KERNEL_CHANNELS == 8
      if (left >= 8) OF(kernel_channels)(s, x, up, a, b, rows, columns, into, block = 8);
      else if (left >= 6) OF(kernel_channels)(s, x, up, a, b, rows, columns, into, block = 6);
      else
#endif
      if (left >= 4) OF(kernel_channels)(s, x, up, a, b, rows, columns, into, block = 4);
      else if (left >= 2) OF(kernel_channels)(s, x, up, a, b, rows, columns, into, block = 2);
      else OF(kernel_channels)(s, x, up, a, b, rows, columns, into, block = 1);
      o += (size_t)block;
    }
  }
}

/// y[k] += the sum of the lanes of sums[k]. Halves are added until one is left, many numbers at a time.
static void OF(add_lanes)(const V *sums, float *y, size_t count) {
  for (size_t k = 0; k < count; k += LANES) {
    const size_t n = count - k < LANES ? count - k : LANES;
    V v[LANES];
    for (size_t i = 0; i < LANES; i++) v[i] = i < n ? sums[k + i] : (V){0};
    UNROLL for (int half = LANES / 2; half >= 1; half /= 2)
      UNROLL for (int i = 0; i < half; i++)
        v[i] = FIRST_HALVES(v[i], v[i + half]) + SECOND_HALVES(v[i], v[i + half]);
    for (size_t i = 0; i < n; i++) y[k + i] += v[0][i];
  }
}

#undef V
#undef LANES
#undef OF
#undef FIRST_HALVES
#undef SECOND_HALVES
