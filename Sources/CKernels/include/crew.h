// The threads that share out large kernels: the one that calls, and helpers that wait for it.
//
// A kernel's result is cut into pieces that do not depend on one another: rows, images, channels. Which thread computes
// which piece is chance; what a piece computes is not, so that a result has the same bits for any number of threads.
#ifndef CKERNELS_CREW_H
#define CKERNELS_CREW_H

#include <stddef.h>

/// Calls piece(context, i) once for each i below `count`, on this thread and on helpers, and returns when all are done.
/// While another thread has the helpers this one does all of it.
void ck_crew_perform(void (*piece)(void *context, size_t index), void *context, size_t count);

/// How many threads work from now on, the calling one included: 1 to 64. Helpers are started when they are first needed.
void ck_crew_resize(int size);
int ck_crew_size(void);

#endif
