// The threads that share out large kernels. A helper that finds nothing to do looks again for a few microseconds, since
// the next instruction of a network is about to come, and then sleeps until it is woken: an idle program has no wake-ups.
#include "crew.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define MOST_THREADS 64
/// How often a helper looks before it sleeps, some 10 to 40 µs; and how often the caller looks for the end of the others'
/// pieces before it lets them have the processor.
#define PATIENCE 1000

typedef void (*ck_piece)(void *context, size_t index);

// The job in hand. `ticket` holds its number above 32 bits and how many pieces are left to draw below them. Whoever draws
// one knows that the job is still the one it has read about: a job ends only when all its pieces have been drawn, and
// the next one's tickets have another number.
static _Atomic(ck_piece) job_piece;
static _Atomic(void *) job_context;
static _Atomic uint64_t ticket;
static _Atomic uint32_t done;

static atomic_int crew_size = 1;
static atomic_flag is_taken = ATOMIC_FLAG_INIT;
static int helper_count = 0;  // of the thread that has taken the crew

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static atomic_int sleeping;

static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static bool has_pieces(uint64_t drawn) { return (uint32_t)drawn > 0; }

/// Draws a piece and computes it; false when all have been drawn.
static bool perform_piece(void) {
  uint64_t drawn = atomic_load_explicit(&ticket, memory_order_acquire);
  while (has_pieces(drawn)) {
    const ck_piece piece = atomic_load_explicit(&job_piece, memory_order_relaxed);
    void *context = atomic_load_explicit(&job_context, memory_order_relaxed);
    if (!atomic_compare_exchange_weak_explicit(&ticket, &drawn, drawn - 1, memory_order_acq_rel, memory_order_acquire))
      continue;
    piece(context, (uint32_t)drawn - 1);
    atomic_fetch_add_explicit(&done, 1, memory_order_release);
    return true;
  }
  return false;
}

static void *help(void *nothing) {
  for (;;) {
    for (int looked = 0; looked < PATIENCE; looked++) {
      if (perform_piece()) looked = 0;
      else relax();
    }
    pthread_mutex_lock(&door);
    atomic_fetch_add(&sleeping, 1);
    // In this order, and the caller's in the other: either it sees the sleeper or the sleeper sees the job.
    while (!has_pieces(atomic_load(&ticket))) pthread_cond_wait(&bell, &door);
    atomic_fetch_sub(&sleeping, 1);
    pthread_mutex_unlock(&door);
  }
  return nothing;
}

/// Signals are for the threads that the program has made. A helper takes none but those that it causes itself, whose
/// handlers put the terminal right before the program ends.
static void start_helpers(int wanted) {
  static const int own[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
  sigset_t others, before;
  sigfillset(&others);
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) sigdelset(&others, own[i]);
  pthread_sigmask(SIG_SETMASK, &others, &before);
  for (; helper_count < wanted; helper_count++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, NULL) != 0) break;  // then there are fewer, and the work is done all the same
    pthread_detach(thread);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void ck_crew_perform(ck_piece piece, void *context, size_t count) {
  const int size = atomic_load_explicit(&crew_size, memory_order_relaxed);
  if (size == 1 || count < 2 || count > UINT32_MAX || atomic_flag_test_and_set_explicit(&is_taken, memory_order_acquire)) {
    for (size_t index = 0; index < count; index++) piece(context, index);
    return;
  }
  if (helper_count < size - 1) start_helpers(size - 1);
  const uint64_t number = (atomic_load_explicit(&ticket, memory_order_relaxed) >> 32) + 1;
  atomic_store_explicit(&done, 0, memory_order_relaxed);
  atomic_store_explicit(&job_piece, piece, memory_order_relaxed);
  atomic_store_explicit(&job_context, context, memory_order_relaxed);
  atomic_store(&ticket, number << 32 | count);
  if (atomic_load(&sleeping) > 0) {
    pthread_mutex_lock(&door);
    pthread_cond_broadcast(&bell);
    pthread_mutex_unlock(&door);
  }
  while (perform_piece()) {}
  for (int looked = 0; atomic_load_explicit(&done, memory_order_acquire) < count; looked++) {
    if (looked < PATIENCE) relax();
    else sched_yield();
  }
  atomic_flag_clear_explicit(&is_taken, memory_order_release);
}

void ck_crew_resize(int size) {
  atomic_store(&crew_size, size < 1 ? 1 : size > MOST_THREADS ? MOST_THREADS : size);
}

int ck_crew_size(void) { return atomic_load_explicit(&crew_size, memory_order_relaxed); }
