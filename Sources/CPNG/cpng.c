#include "cpng.h"

#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What is read from, and where an error jumps to. */
struct reading {
  const uint8_t *bytes;
  size_t count, place;
  char *message;
  jmp_buf failure;
};

/* A text or color profile may be packed a thousandfold; nothing of it is shown. */
enum { LARGEST_CHUNK = 1 << 23 };

static void fail(png_structp png, png_const_charp message) {
  struct reading *reading = png_get_error_ptr(png);
  strncpy(reading->message, message, CP_MESSAGE - 1);
  reading->message[CP_MESSAGE - 1] = 0;
  longjmp(reading->failure, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void take(png_structp png, png_bytep target, size_t count) {
  struct reading *reading = png_get_io_ptr(png);
  if (count > reading->count - reading->place) png_error(png, "the file ends before the picture does");
  memcpy(target, reading->bytes + reading->place, count);
  reading->place += count;
}

static png_structp begin(struct reading *reading, png_infop *info) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reading, fail, ignore);
  if (png == NULL) return NULL;
  *info = png_create_info_struct(png);
  if (*info == NULL) {
    png_destroy_read_struct(&png, NULL, NULL);
    return NULL;
  }
  png_set_read_fn(png, reading, take);
  png_set_chunk_malloc_max(png, LARGEST_CHUNK);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_QUIET_USE);
  return png;
}

/* Begins both functions; errors from here on jump. */
static png_structp begin_or_say(struct reading *reading, png_infop *info) {
  reading->message[0] = 0;
  png_structp png = begin(reading, info);
  if (png == NULL) strcpy(reading->message, "out of memory");
  return png;
}

int cp_read_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, char *message) {
  struct reading reading = {.bytes = bytes, .count = count, .message = message};
  png_infop info = NULL;
  png_structp png = begin_or_say(&reading, &info);
  if (png == NULL) return 0;
  if (setjmp(reading.failure) != 0) {
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  /* Larger than any limit of the caller's, whose message is clearer than libpng's. */
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_read_info(png, info);
  *width = png_get_image_width(png, info);
  *height = png_get_image_height(png, info);
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}

/* One row of samples of `depth` bits as brightness. */
static void convert(const uint8_t *row, uint32_t width, int channels, int depth, float *gray) {
  const double largest = depth == 16 ? 65535 : 255;
  for (uint32_t column = 0; column < width; column += 1) {
    double sample[4] = {0};
    for (int channel = 0; channel < channels; channel += 1) {
      const size_t place = (size_t)column * channels + channel;
      const unsigned value =
          depth == 16 ? (unsigned)row[2 * place] << 8 | row[2 * place + 1] : row[place];
      sample[channel] = value / largest;
    }
    const double brightness =
        channels >= 3 ? 0.299 * sample[0] + 0.587 * sample[1] + 0.114 * sample[2] : sample[0];
    const double opacity = channels == 2 ? sample[1] : channels == 4 ? sample[3] : 1;
    gray[column] = (float)(brightness * opacity);
  }
}

int cp_read_gray(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, float *gray,
                 char *message) {
  struct reading reading = {.bytes = bytes, .count = count, .message = message};
  png_infop info = NULL;
  png_structp png = begin_or_say(&reading, &info);
  if (png == NULL) return 0;
  uint8_t *volatile rows = NULL;
  if (setjmp(reading.failure) != 0) {
    free(rows);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  png_set_user_limits(png, width, height);
  png_read_info(png, info);
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height) {
    png_error(png, "another size than before");
  }
  /* Palettes to colors, fewer than 8 bits to 8, a transparent color to an opacity. */
  png_set_expand(png);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const int channels = png_get_channels(png, info);
  const int depth = png_get_bit_depth(png, info);
  const size_t row_bytes = png_get_rowbytes(png, info);
  if ((depth != 8 && depth != 16) || row_bytes != (size_t)width * channels * (depth / 8)) {
    png_error(png, "an unknown kind of pixel");
  }
  /* Only an interlaced picture needs all its rows at once. */
  const bool needs_all = passes > 1;
  rows = calloc(needs_all ? height : 1, row_bytes);
  if (rows == NULL) png_error(png, "out of memory");
  for (int pass = 0; pass < passes; pass += 1) {
    for (uint32_t row = 0; row < height; row += 1) {
      uint8_t *target = rows + (needs_all ? row * row_bytes : 0);
      png_read_row(png, target, NULL);
      if (pass == passes - 1) convert(target, width, channels, depth, gray + (size_t)row * width);
    }
  }
  png_read_end(png, NULL);
  free(rows);
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}
