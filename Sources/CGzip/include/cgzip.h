/* Unpacking of gzip files (RFC 1952) in memory, as one plain function over zlib. */
#ifndef CGZIP_H
#define CGZIP_H

#include <stddef.h>
#include <stdint.h>

enum cg_result {
  CG_OK = 0,
  CG_FULL = 1,      /* there is more than `capacity` bytes of it */
  CG_TRUNCATED = 2, /* the file ends before its data do */
  CG_CORRUPT = 3,   /* no gzip file, or a checksum that does not agree */
  CG_TRAILING = 4,  /* bytes behind the end that are neither padding nor another member */
  CG_NO_MEMORY = 5,
};

/* Unpacks all members of a file, one after the other, into at most `capacity` bytes. With `unpacked`
 * null nothing is kept and the bytes are only counted: memory is then 64 KiB and zlib's window.
 * `count` is how many bytes came out; `consumed` is how far in `packed` it came. */
int cg_unpack(const uint8_t *packed, size_t packed_count, uint8_t *unpacked, size_t capacity, size_t *count,
              size_t *consumed);

#endif
