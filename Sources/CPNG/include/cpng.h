/* Reading of PNG pictures in memory, as two plain functions over libpng. Its errors are long jumps,
 * which Swift must not see: they end here, as a message. */
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

/* Room for libpng's words about what is wrong. */
enum { CP_MESSAGE = 128 };

/* The size that the header gives; nothing of that size is allocated. 1 when it could be read, else 0
 * and a message of at most CP_MESSAGE characters, its end included. */
int cp_read_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, char *message);

/* Brightness from 0 to 1 of each pixel, row by row, into `width` · `height` floats: gray as it is, a
 * color as 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), both times the opacity where there is
 * one. All color types and depths. `width` and `height` are those that were read before. 1, or 0 and
 * a message. */
int cp_read_gray(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, float *gray,
                 char *message);

#endif
