/* Giving the terminal back whatever happens, and signals as bytes in a pipe.
 *
 * Two kinds of signals. Those that end the process (a trap, a crash, SIGTERM) restore the terminal in
 * the handler and then go on to whoever handled them before. Those that the program answers (SIGINT,
 * SIGTSTP, SIGCONT, SIGWINCH) only leave a byte in a pipe that the event loop polls: it does not matter
 * which thread they arrive on. */
#define _GNU_SOURCE
#include "internal.h"
#include "cncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

static int active;
static int terminal = -1;
static bool have_modes;
static struct termios modes;
static char reset[512];
static size_t reset_length;

static int kept = -1;
static int real_output = -1, real_errors = -1;
static int signal_pipe[2] = {-1, -1};

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

/* The terminal */

void cn_remember_terminal(int output) {
  terminal = output;
  have_modes = tcgetattr(output, &modes) == 0;
  reset_length = 0;
}

void cn_remember_reset(const char *bytes) {
  /* terminfo writes delays as $<5>; they must not reach the screen. */
  while (bytes && *bytes && reset_length < sizeof reset) {
    if (bytes[0] == '$' && bytes[1] == '<') {
      while (*bytes && *bytes != '>') bytes++;
      if (*bytes) bytes++;
    } else {
      reset[reset_length++] = *bytes++;
    }
  }
}

bool cn_is_active(void) { return __atomic_load_n(&active, __ATOMIC_SEQ_CST); }
void cn_set_active(bool is_active) { __atomic_store_n(&active, is_active, __ATOMIC_SEQ_CST); }

bool cn_restore_terminal(bool with_screen) {
  if (!__atomic_exchange_n(&active, 0, __ATOMIC_SEQ_CST)) return false;
  if (with_screen) write_all(terminal, reset, reset_length);
  if (have_modes) tcsetattr(terminal, TCSANOW, &modes);
  return true;
}

/* Output of others */

void cn_capture_output(void) {
  fflush(stdout);
  fflush(stderr);
  kept = memfd_create("kept-output", MFD_CLOEXEC);
  if (kept < 0) return;
  /* Appending, since two descriptors write to it. */
  fcntl(kept, F_SETFL, O_APPEND);
  real_output = fcntl(1, F_DUPFD_CLOEXEC, 3);
  real_errors = fcntl(2, F_DUPFD_CLOEXEC, 3);
  dup2(kept, 1);
  dup2(kept, 2);
}

void cn_release_output(void) {
  int file = __atomic_exchange_n(&kept, -1, __ATOMIC_SEQ_CST);
  if (file < 0) return;
  if (real_output >= 0) dup2(real_output, 1);
  if (real_errors >= 0) dup2(real_errors, 2);
  char block[512];
  off_t place = 0;
  ssize_t count;
  while ((count = pread(file, block, sizeof block, place)) > 0) {
    write_all(2, block, (size_t)count);
    place += count;
  }
  close(file);
  close(real_output);
  close(real_errors);
}

size_t cn_captured_size(void) {
  off_t size = kept < 0 ? 0 : lseek(kept, 0, SEEK_END);
  return size < 0 ? 0 : (size_t)size;
}

size_t cn_captured_read(size_t offset, char *bytes, size_t count) {
  ssize_t got = kept < 0 ? 0 : pread(kept, bytes, count, (off_t)offset);
  return got < 0 ? 0 : (size_t)got;
}

/* Signals */

static const int ending[] = {SIGTERM, SIGHUP, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
static const int reported[] = {SIGINT, SIGTSTP, SIGCONT, SIGWINCH};
enum { ending_count = sizeof ending / sizeof *ending, reported_count = sizeof reported / sizeof *reported };
static struct sigaction before_ending[ending_count], before_reported[reported_count], window_of_ncurses;
static bool installed;

static void end_by_signal(int number, siginfo_t *info, void *context) {
  (void)context;
  int error = errno;
  if (cn_restore_terminal(true)) cn_release_output();
  for (int i = 0; i < ending_count; i++)
    if (ending[i] == number) sigaction(number, &before_ending[i], NULL);
  errno = error;
  /* A real fault happens again on return, this time to the handler before us, which then sees the
   * place of the crash. A trap instruction would be stepped over, and a signal that somebody sent
   * would be lost: those are raised. */
  if (info->si_code > 0 && number != SIGTRAP && number != SIGABRT && number != SIGQUIT && number != SIGHUP &&
      number != SIGTERM)
    return;
  raise(number);
}

static void report_signal(int number, siginfo_t *info, void *context) {
  int error = errno;
  char byte = number == SIGINT ? CN_INTERRUPT : number == SIGTSTP ? CN_STOP : number == SIGCONT ? CN_CONTINUED : CN_WINDOW;
  /* A full pipe means that plenty of bytes wait already. */
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  /* ncurses notes for itself that the window changed. */
  if (number == SIGWINCH) {
    if (window_of_ncurses.sa_flags & SA_SIGINFO) {
      if (window_of_ncurses.sa_sigaction) window_of_ncurses.sa_sigaction(number, info, context);
    } else if (window_of_ncurses.sa_handler != SIG_DFL && window_of_ncurses.sa_handler != SIG_IGN) {
      window_of_ncurses.sa_handler(number);
    }
  }
  errno = error;
}

void cn_remember_handlers(void) {
  for (int i = 0; i < ending_count; i++) sigaction(ending[i], NULL, &before_ending[i]);
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], NULL, &before_reported[i]);
}

void cn_install_handlers(void) {
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < ending_count; i++) {
    action.sa_sigaction = end_by_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    /* Under nohup a hangup stays ignored. */
    if (ending[i] == SIGHUP && before_ending[i].sa_handler == SIG_IGN) continue;
    sigaction(ending[i], &action, NULL);
  }
  for (int i = 0; i < reported_count; i++) {
    action.sa_sigaction = report_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigaction(reported[i], &action, reported[i] == SIGWINCH ? &window_of_ncurses : NULL);
  }
  installed = true;
}

void cn_remove_handlers(void) {
  if (!installed) return;
  installed = false;
  for (int i = 0; i < ending_count; i++) sigaction(ending[i], &before_ending[i], NULL);
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], &before_reported[i], NULL);
}

int cn_signal_descriptor(void) { return signal_pipe[0]; }

int cn_next_signal(void) {
  char byte;
  return signal_pipe[0] >= 0 && read(signal_pipe[0], &byte, 1) == 1 ? byte : CN_NO_SIGNAL;
}

void cn_drain(int descriptor) {
  /* One read of what is there: the descriptor may be in blocking mode, and poll said it is ready. */
  char block[256];
  ssize_t ignored = read(descriptor, block, sizeof block);
  (void)ignored;
}

void cn_stop_process(void) {
  struct sigaction action, ours;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}
