/* What the program needs of ncursesw, as plain functions.
 *
 * Swift cannot use the library itself: stdscr, LINES, and COLORS are unsafe globals to it, attributes
 * and get*yx are macros it does not see. Everything with state lives behind these functions. They may
 * be called from one thread only, except where noted. */
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starting and stopping */

enum cn_result {
  CN_OK = 0,
  CN_UNKNOWN_TERMINAL = 1, /* terminfo has no entry of this name */
  CN_ALREADY_STARTED = 2,
  CN_NO_DESCRIPTOR = 3, /* a file descriptor could not be copied */
};

/* Chooses the character set from the environment, with C.UTF-8 when it names none. True for UTF-8. */
bool cn_set_locale(void);

/* Takes the terminal over: alternate screen, keys as they come, signal handlers, and output of others
 * (descriptors 1 and 2) kept aside until the end. `speaks_xterm` allows bracketed paste and
 * synchronized updates, which are requests only xterm's kin understand. */
int cn_start(const char *terminal_name, int input, int output, bool with_colors, bool speaks_xterm);

/* Gives the terminal back and shows what was kept aside. Does nothing when not started; safe to call
 * twice, and called at exit. */
void cn_stop(void);

/* Stops the process as Ctrl+Z does, with the terminal given back meanwhile. Returns when continued. */
void cn_suspend(void);

/* The terminal was changed behind our back: sets modes again and repaints all at the next flush. */
void cn_repaint(void);

/* Nothing of what was put holds any more: the next flush paints the whole screen, at once. */
void cn_forget(void);

/* Drawing */

int cn_columns(void);
int cn_rows(void);
int cn_colors(void);
int cn_color_pairs(void);

/* Defines a pair of colors, −1 being the terminal's own. False when it cannot be had. */
bool cn_define_pair(int pair, int foreground, int background);

/* Attribute bits as in Screen.Style: 1 bold, 2 dim, 4 underline, 8 reverse, 16 italic. */
void cn_set_style(int attributes, int pair);

/* Puts one character with its accents. One that the system's tables give another width is a `?`. */
void cn_put(int row, int column, const uint32_t *scalars, int count, int columns);

/* Shows what was put. A negative row hides the cursor. */
void cn_flush(int cursor_row, int cursor_column);

/* Input */

enum cn_wait_result { CN_INPUT = 1, CN_SIGNAL = 2, CN_WOKEN = 4, CN_HANGUP = 8 };

/* Sleeps until something happens; −1 milliseconds is for ever. Returns a set of cn_wait_result, 0 when
 * the time has passed. `wake` is a descriptor to watch as well, or −1. */
int cn_wait(int milliseconds, int wake);

enum cn_signal { CN_NO_SIGNAL = 0, CN_INTERRUPT = 1, CN_STOP = 2, CN_CONTINUED = 3, CN_WINDOW = 4 };

/* The next signal that arrived. */
int cn_next_signal(void);

/* Empties a pipe or event descriptor that woke us. */
void cn_drain(int descriptor);

enum cn_key_kind { CN_NO_KEY = 0, CN_CHARACTER = 1, CN_KEY = 2 };

enum cn_key {
  CN_KEY_UNKNOWN, CN_KEY_UP, CN_KEY_DOWN, CN_KEY_LEFT, CN_KEY_RIGHT, CN_KEY_SHIFT_UP, CN_KEY_SHIFT_DOWN,
  CN_KEY_SHIFT_LEFT, CN_KEY_SHIFT_RIGHT, CN_KEY_HOME, CN_KEY_END, CN_KEY_PAGE_UP, CN_KEY_PAGE_DOWN,
  CN_KEY_BACKSPACE, CN_KEY_DELETE, CN_KEY_INSERT, CN_KEY_ENTER, CN_KEY_BACK_TAB, CN_KEY_RESIZE, CN_KEY_MOUSE,
  CN_KEY_PASTE_BEGIN, CN_KEY_PASTE_END,
  CN_KEY_FUNCTION = 100, /* + number */
};

/* The next key without waiting. `value` is a Unicode scalar or a cn_key. */
int cn_read_key(uint32_t *value);

/* Mouse reports on or off; off sends the terminal nothing. */
void cn_set_mouse(bool is_on);

enum cn_mouse { CN_MOUSE_OTHER, CN_MOUSE_PRESS, CN_MOUSE_RELEASE, CN_MOUSE_WHEEL_UP, CN_MOUSE_WHEEL_DOWN };

/* What the last CN_KEY_MOUSE was. */
int cn_read_mouse(int *row, int *column);

/* Output kept aside */

/* Bytes that others have written to descriptors 1 and 2 since the start. */
size_t cn_captured_size(void);
/* Copies up to `count` of them from `offset`; returns how many. */
size_t cn_captured_read(size_t offset, char *bytes, size_t count);

#endif
