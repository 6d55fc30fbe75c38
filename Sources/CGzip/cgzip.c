#include "cgzip.h"

#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

enum { SCRATCH = 1 << 16, PIECE = 1 << 30 };

/* zlib's window bits: the largest window, and 16 for a gzip header instead of zlib's own. */
enum { GZIP_WINDOW = 15 + 16 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* One member. zlib counts in 32 bits, so that both sides are handed over in pieces. */
static int unpack_member(z_stream *stream, const uint8_t *packed, size_t packed_count, uint8_t *unpacked,
                         size_t capacity, uint8_t *scratch, size_t *count, size_t *consumed) {
  while (true) {
    const size_t given = least(packed_count - *consumed, PIECE);
    /* One byte more than there is room for tells a full array from a file that goes on. */
    uint8_t surplus;
    const bool is_full = unpacked != NULL && *count == capacity;
    uint8_t *target = is_full ? &surplus : unpacked != NULL ? unpacked + *count : scratch;
    const size_t room = is_full ? 1 : unpacked != NULL ? least(capacity - *count, PIECE) : SCRATCH;
    stream->next_in = (Bytef *)(packed + *consumed);
    stream->avail_in = (uInt)given;
    stream->next_out = target;
    stream->avail_out = (uInt)room;
    const int result = inflate(stream, Z_NO_FLUSH);
    *consumed += given - stream->avail_in;
    const size_t made = room - stream->avail_out;
    if (made > capacity - *count) return CG_FULL;
    *count += made;
    switch (result) {
    case Z_STREAM_END: return CG_OK;
    case Z_OK: break;
    case Z_BUF_ERROR: return CG_TRUNCATED;
    case Z_MEM_ERROR: return CG_NO_MEMORY;
    default: return CG_CORRUPT;
    }
    if (*consumed == packed_count && made == 0) return CG_TRUNCATED;
  }
}

int cg_unpack(const uint8_t *packed, size_t packed_count, uint8_t *unpacked, size_t capacity, size_t *count,
              size_t *consumed) {
  *count = 0;
  *consumed = 0;
  uint8_t *scratch = unpacked == NULL ? malloc(SCRATCH) : NULL;
  if (unpacked == NULL && scratch == NULL) return CG_NO_MEMORY;
  z_stream stream = {0};
  int result = inflateInit2(&stream, GZIP_WINDOW) == Z_OK ? CG_OK : CG_NO_MEMORY;
  bool is_first = true;
  while (result == CG_OK) {
    /* RFC 1952, 2.2: members follow each other; tapes and some tools pad the end with zeros. */
    if (!is_first) {
      while (*consumed < packed_count && packed[*consumed] == 0) *consumed += 1;
      if (*consumed == packed_count) break;
      if (packed_count - *consumed < 2 || packed[*consumed] != 0x1f || packed[*consumed + 1] != 0x8b) {
        result = CG_TRAILING;
        break;
      }
      inflateReset(&stream);
    }
    is_first = false;
    result = unpack_member(&stream, packed, packed_count, unpacked, capacity, scratch, count, consumed);
  }
  inflateEnd(&stream);
  free(scratch);
  return result;
}
