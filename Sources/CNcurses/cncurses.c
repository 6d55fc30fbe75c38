/* The screen and the keyboard. Signals and restoring are in restore.c. */
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "cncurses.h"
#include "internal.h"

#include <curses.h>

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* Declared here because <term.h> makes macros of words such as `columns`. */
extern char *tigetstr(const char *);

/* Keys of our own, beyond those that ncurses names. */
enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END };

static SCREEN *screen;
/* Keys are read from a window of their own: reading from stdscr would repaint it. */
static WINDOW *keyboard;
static FILE *input_file, *output_file;
static int input_descriptor = -1, output_descriptor = -1;
static bool is_xterm, mouse_is_on;
static attr_t style_attributes;
static int style_pair;
static int color_count, pair_count;

static void send(const char *bytes) {
  ssize_t ignored = write(output_descriptor, bytes, strlen(bytes));
  (void)ignored;
}

bool cn_set_locale(void) {
  /* Characters only: numbers keep their decimal point. */
  setlocale(LC_CTYPE, "");
  const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char *named = NULL;
  for (int i = 0; i < 3 && !named; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) named = value;
  }
  /* A locale that is named and not installed, as usual in containers: the terminal has its characters all the same. */
  if (!named || strcasestr(named, "UTF-8") || strcasestr(named, "UTF8")) {
    const char *others[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
    for (int i = 0; i < 3 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0; i++) setlocale(LC_CTYPE, others[i]);
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* What ncurses does not set by itself. Needed again after a stop. */
static void set_modes(void) {
  struct termios now;
  if (tcgetattr(output_descriptor, &now) == 0) {
    /* Ctrl+S must not freeze the screen, Ctrl+V and Ctrl+O are keys like others. */
    now.c_iflag &= (tcflag_t)~(IXON | IXOFF);
    now.c_lflag &= (tcflag_t)~IEXTEN;
    tcsetattr(output_descriptor, TCSANOW, &now);
  }
  if (is_xterm) send("\033[?2004h");
}

static void unset_modes(void) {
  if (is_xterm) send("\033[?2004l");
}

static void remember_resets(void) {
  if (is_xterm) cn_remember_reset("\033[?2026l\033[?1006l\033[?1002l\033[?1000l\033[?2004l");
  /* Attributes, keypad, cursor, then back from the alternate screen. */
  const char *names[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
  for (int i = 0; i < 4; i++) {
    char *bytes = tigetstr(names[i]);
    if (bytes && bytes != (char *)-1) cn_remember_reset(bytes);
  }
  /* A terminal without an alternate screen: at least below what is there. */
  char *rmcup = tigetstr("rmcup");
  if (!rmcup || rmcup == (char *)-1) cn_remember_reset("\r\n");
}

int cn_start(const char *terminal_name, int input, int output, bool with_colors, bool speaks_xterm) {
  if (cn_is_active()) return CN_ALREADY_STARTED;
  /* Descriptors of our own: 1 and 2 will point elsewhere. */
  int in = dup(input), out = dup(output);
  if (in < 0 || out < 0) return CN_NO_DESCRIPTOR;
  input_file = fdopen(in, "r");
  output_file = fdopen(out, "w");
  if (!input_file || !output_file) return CN_NO_DESCRIPTOR;
  /* Exported sizes would freeze the screen at them. */
  unsetenv("LINES");
  unsetenv("COLUMNS");

  cn_remember_terminal(out);
  cn_remember_handlers();
  screen = newterm((char *)terminal_name, output_file, input_file);
  if (!screen) {
    fclose(input_file);
    fclose(output_file);
    return CN_UNKNOWN_TERMINAL;
  }
  set_term(screen);
  input_descriptor = in;
  output_descriptor = out;
  is_xterm = speaks_xterm;
  remember_resets();
  cn_set_active(true);
  static bool registered;
  if (!registered) atexit(cn_stop);
  registered = true;

  cbreak();
  noecho();
  nonl();
  typeahead(-1);
  scrollok(stdscr, FALSE);
  if (!getenv("ESCDELAY")) set_escdelay(25);
  color_count = pair_count = 0;
  if (with_colors && has_colors() && start_color() == OK) {
    use_default_colors();
    color_count = COLORS;
    pair_count = COLOR_PAIRS;
  }
  keyboard = newpad(1, 1);
  keypad(keyboard, TRUE);
  nodelay(keyboard, TRUE);
  define_key("\033[200~", PASTE_BEGIN);
  define_key("\033[201~", PASTE_END);
  define_key("\033[1;2A", KEY_SR);
  define_key("\033[1;2B", KEY_SF);
  define_key("\033[1;2C", KEY_SRIGHT);
  define_key("\033[1;2D", KEY_SLEFT);
  set_modes();
  /* After newterm, which installs handlers of its own, unsafe in threads. */
  cn_install_handlers();
  cn_capture_output();
  wnoutrefresh(stdscr);
  doupdate();
  return CN_OK;
}

void cn_stop(void) {
  if (!screen) return;
  if (cn_is_active()) {
    if (mouse_is_on) cn_set_mouse(false);
    unset_modes();
    endwin();
    cn_restore_terminal(false);
    /* What was printed meanwhile may still sit in the C library's buffers. */
    fflush(stdout);
    fflush(stderr);
    cn_release_output();
  }
  cn_remove_handlers();
  if (keyboard) delwin(keyboard);
  keyboard = NULL;
  delscreen(screen);
  screen = NULL;
  fclose(input_file);
  fclose(output_file);
}

void cn_suspend(void) {
  if (!cn_is_active()) return;
  bool had_mouse = mouse_is_on;
  if (had_mouse) cn_set_mouse(false);
  unset_modes();
  endwin();
  cn_stop_process();
  if (had_mouse) cn_set_mouse(true);
  cn_repaint();
}

void cn_repaint(void) {
  struct winsize window;
  if (ioctl(output_descriptor, TIOCGWINSZ, &window) == 0 && window.ws_row > 0 && window.ws_col > 0 &&
      is_term_resized(window.ws_row, window.ws_col))
    resizeterm(window.ws_row, window.ws_col);
  reset_prog_mode();
  werase(stdscr);
  clearok(curscr, TRUE);
  wnoutrefresh(stdscr);
  doupdate();
  set_modes();
}

void cn_forget(void) {
  if (!screen) return;
  werase(stdscr);
  clearok(curscr, TRUE);
}

/* Drawing */

int cn_columns(void) { return screen ? getmaxx(stdscr) : 0; }
int cn_rows(void) { return screen ? getmaxy(stdscr) : 0; }
int cn_colors(void) { return color_count; }
int cn_color_pairs(void) { return pair_count; }

bool cn_define_pair(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK;
}

void cn_set_style(int attributes, int pair) {
  style_attributes = ((attributes & 1) ? A_BOLD : 0) | ((attributes & 2) ? A_DIM : 0) |
                     ((attributes & 4) ? A_UNDERLINE : 0) | ((attributes & 8) ? A_REVERSE : 0) |
                     ((attributes & 16) ? A_ITALIC : 0);
  style_pair = pair;
}

static void put(int row, int column, const wchar_t *text) {
  cchar_t cell;
  /* The pair goes through the last argument: the plain one holds 8 bits only. */
  if (setcchar(&cell, text, style_attributes, 0, &style_pair) != OK) return;
  /* In the last cell of the last row this reports an error, since the cursor cannot go on, but puts
   * the character; nothing scrolls. */
  mvwadd_wch(stdscr, row, column, &cell);
}

void cn_put(int row, int column, const uint32_t *scalars, int count, int columns) {
  wchar_t text[CCHARW_MAX + 1] = {0};
  if (count > CCHARW_MAX) count = CCHARW_MAX;
  for (int i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
  if (count > 0 && wcwidth(text[0]) == columns) {
    put(row, column, text);
    return;
  }
  for (int i = 0; i < columns; i++) put(row, column + i, L"?");
}

void cn_flush(int cursor_row, int cursor_column) {
  if (!screen) return;
  curs_set(cursor_row >= 0 ? 1 : 0);
  if (cursor_row >= 0) wmove(stdscr, cursor_row, cursor_column);
  wnoutrefresh(stdscr);
  if (is_xterm) send("\033[?2026h");
  doupdate();
  if (is_xterm) send("\033[?2026l");
}

/* Input */

int cn_wait(int milliseconds, int wake) {
  struct pollfd watched[3] = {
      {.fd = input_descriptor, .events = POLLIN},
      {.fd = cn_signal_descriptor(), .events = POLLIN},
      {.fd = wake, .events = POLLIN},
  };
  int count = poll(watched, 3, milliseconds);
  if (count <= 0) return 0;
  int result = 0;
  if (watched[0].revents & POLLIN) {
    /* Readable with nothing to read is the end of input. */
    int waiting = 0;
    result |= ioctl(input_descriptor, FIONREAD, &waiting) == 0 && waiting == 0 ? CN_HANGUP : CN_INPUT;
  }
  if (watched[0].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= CN_HANGUP;
  if (watched[1].revents & POLLIN) result |= CN_SIGNAL;
  if (watched[2].revents & (POLLIN | POLLHUP)) result |= CN_WOKEN;
  return result;
}

static uint32_t translate(wint_t code) {
  if (code >= KEY_F(1) && code <= KEY_F(24)) return CN_KEY_FUNCTION + (code - KEY_F0);
  switch (code) {
  case KEY_UP: return CN_KEY_UP;
  case KEY_DOWN: return CN_KEY_DOWN;
  case KEY_LEFT: return CN_KEY_LEFT;
  case KEY_RIGHT: return CN_KEY_RIGHT;
  case KEY_SR: return CN_KEY_SHIFT_UP;
  case KEY_SF: return CN_KEY_SHIFT_DOWN;
  case KEY_SLEFT: return CN_KEY_SHIFT_LEFT;
  case KEY_SRIGHT: return CN_KEY_SHIFT_RIGHT;
  case KEY_HOME: case KEY_FIND: return CN_KEY_HOME;
  case KEY_END: case KEY_SELECT: return CN_KEY_END;
  case KEY_PPAGE: return CN_KEY_PAGE_UP;
  case KEY_NPAGE: return CN_KEY_PAGE_DOWN;
  case KEY_BACKSPACE: return CN_KEY_BACKSPACE;
  case KEY_DC: return CN_KEY_DELETE;
  case KEY_IC: return CN_KEY_INSERT;
  case KEY_ENTER: return CN_KEY_ENTER;
  case KEY_BTAB: return CN_KEY_BACK_TAB;
  case KEY_RESIZE: return CN_KEY_RESIZE;
  case KEY_MOUSE: return CN_KEY_MOUSE;
  case PASTE_BEGIN: return CN_KEY_PASTE_BEGIN;
  case PASTE_END: return CN_KEY_PASTE_END;
  default: return CN_KEY_UNKNOWN;
  }
}

int cn_read_key(uint32_t *value) {
  if (!keyboard) return CN_NO_KEY;
  wint_t code = 0;
  int result = wget_wch(keyboard, &code);
  if (result == KEY_CODE_YES) {
    *value = translate(code);
    return CN_KEY;
  }
  if (result != OK) return CN_NO_KEY;
  *value = (uint32_t)code;
  return CN_CHARACTER;
}

void cn_set_mouse(bool is_on) {
  mouse_is_on = is_on;
  mouseinterval(0);
  mousemask(is_on ? BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

int cn_read_mouse(int *row, int *column) {
  MEVENT event;
  if (getmouse(&event) != OK) return CN_MOUSE_OTHER;
  *row = event.y;
  *column = event.x;
  if (event.bstate & BUTTON4_PRESSED) return CN_MOUSE_WHEEL_UP;
  if (event.bstate & BUTTON5_PRESSED) return CN_MOUSE_WHEEL_DOWN;
  if (event.bstate & BUTTON1_PRESSED) return CN_MOUSE_PRESS;
  if (event.bstate & BUTTON1_RELEASED) return CN_MOUSE_RELEASE;
  return CN_MOUSE_OTHER;
}
