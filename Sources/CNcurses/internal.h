/* Shared between the files of this target; no part of its interface. */
#ifndef CNCURSES_INTERNAL_H
#define CNCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

/* restore.c: everything that must work inside a signal handler. */

/* Remembers how to give the terminal back; call with the terminal still untouched. */
void cn_remember_terminal(int output);
/* Adds to the bytes that undo what was asked of the terminal. */
void cn_remember_reset(const char *bytes);
/* Sends descriptors 1 and 2 to a file in memory. */
void cn_capture_output(void);
/* Puts them back; the kept bytes are written to descriptor 2. Async-signal-safe. */
void cn_release_output(void);
/* Makes the terminal usable again, once. False when that was done before. After endwin the screen is
 * restored already, and doing it twice would move the cursor. Async-signal-safe. */
bool cn_restore_terminal(bool with_screen);
/* True from the start until the terminal has been given back. */
bool cn_is_active(void);
void cn_set_active(bool is_active);
/* Before ncurses starts, which installs handlers of its own for some: those are never gone back to. */
void cn_remember_handlers(void);
void cn_install_handlers(void);
void cn_remove_handlers(void);
/* The pipe signals are reported through: the end to read from. */
int cn_signal_descriptor(void);
/* Stops the process by the signal's own default. */
void cn_stop_process(void);

#endif
