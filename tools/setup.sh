# shellcheck shell=bash
# The set-up that ./backstep and ./check share: a Swift toolchain, the system libraries, the release build.
#
# Sourced, not run. Before sourcing, `root` is the repository's folder and `program` the name that
# messages begin with. Everything said here goes to standard error, so that
# `./backstep train … --format jsonl > file` writes nothing but the training into the file.
#
# Files in .build/backstep say what has been done already, so that a start with nothing to do
# costs one `find` over Sources:
#   folder      where the repository was then
#   libraries   the libraries were found, by this version of this file
#   built       written just before the last good release build began; holds the processor's features

stamps=${root:?}/.build/backstep
binary=$root/.build/release/backstep

say() { printf '%s: %s\n' "${program:?}" "$*" >&2; }

# 69 is "service unavailable" of sysexits: something that the machine lacks. 70 is a defect of ours.
missing() { say "$*"; exit 69; }
defect() { say "$*"; exit 70; }

require_swift() {
  command -v swift >/dev/null 2>&1 ||
    missing "Swift 6.2 or newer is needed to build Backstep; get a toolchain at https://www.swift.org/install/"
}

# ---- System libraries ----

# One line each: Debian's package, what the library is called elsewhere, a test program and its flags.
# A program that compiles and links is the proof; package databases differ in names (libncursesw5-dev
# became libncurses-dev) and do not know what was built by hand.
library_list() {
  cat <<'LIST'
libncurses-dev|ncurses (wide characters)|#include <curses.h>|initscr();|-lncursesw -ltinfo
libopenblas-dev|OpenBLAS|#include <cblas.h>|openblas_set_num_threads(1);|-lopenblas
libsleef-dev|SLEEF|#include <sleef.h>|return (int)Sleef_expf_u10(0);|-lsleef
zlib1g-dev|zlib|#include <zlib.h>|zlibVersion();|-lz
libpng-dev|libpng|#include <png.h>|png_access_version_number();|-lpng
libcmark-dev|cmark|#include <cmark.h>|cmark_version();|-lcmark
LIST
}

# The compiler that Swift itself will use for C, else any.
c_compiler() {
  local beside
  beside=$(dirname "$(command -v swift)")/clang
  if [ -x "$beside" ]; then echo "$beside"; else command -v clang || command -v cc; fi
}

# Fills `packages` and `libraries` with what is missing, and `compiler_words` with why.
find_missing_libraries() {
  local compiler package library header body flags words
  packages=() libraries=() compiler_words=
  if ! command -v git >/dev/null 2>&1; then # SwiftPM fetches packages with it
    packages+=(git ca-certificates) libraries+=(git)
  fi
  compiler=$(c_compiler) || { packages+=(clang) libraries+=("a C compiler"); return; }
  while IFS='|' read -r package library header body flags; do
    # shellcheck disable=SC2086  # the flags are several words
    if ! words=$(printf '%s\nint main(void) { %s return 0; }\n' "$header" "$body" |
      "$compiler" -x c - -o "$stamps/probe" $flags 2>&1); then
      packages+=("$package") libraries+=("$library")
      compiler_words=$words
    fi
  done <<LIST
$(library_list)
LIST
  rm -f "$stamps/probe"
}

# Installs Debian packages as root or through sudo, which asks for a password only if it must and can.
install_packages() {
  local command="apt-get install -y --no-install-recommends $*" as_root='' words
  command -v apt-get >/dev/null 2>&1 ||
    missing "these libraries are missing, with their headers: $(comma "${libraries[@]}"). Please install them and start again."
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=sudo
    else
      missing "packages are missing. Please type this as root, then start again:  $command"
    fi
  fi
  say "installing ${*}${as_root:+ with sudo}"
  # A fresh machine has no package lists yet, an old one has stale ones: fetch them after a first failure.
  # apt-get's many words are of interest only when it fails; sudo asks on the terminal itself.
  # shellcheck disable=SC2086  # the command is several words
  words=$($as_root env DEBIAN_FRONTEND=noninteractive $command 2>&1 </dev/null) ||
    words=$({ $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive $command; } 2>&1 </dev/null) ||
    { printf '%s\n' "$words" >&2
      missing "the installation failed (see above). The command was:  ${as_root:+sudo }$command"; }
}

comma() { local IFS=,; local joined="$*"; printf '%s' "${joined//,/, }"; }

require_libraries() {
  [ "$stamps/libraries" -nt "$root/tools/setup.sh" ] && return
  find_missing_libraries
  if [ ${#packages[@]} -gt 0 ]; then
    install_packages "${packages[@]}"
    find_missing_libraries
    if [ ${#libraries[@]} -gt 0 ]; then
      printf '%s\n' "$compiler_words" >&2
      missing "still missing after the installation: $(comma "${libraries[@]}"). The compiler's words are above."
    fi
  fi
  : >"$stamps/libraries"
}

# ---- The release build ----

# The processor's features as the kernel lists them. The build is for this very processor, so a
# repository on a disk that two machines share must be built again when the other one starts it.
processor_features() {
  local line
  features=unknown
  [ -r /proc/cpuinfo ] || return 0
  while IFS= read -r line; do
    case $line in flags* | Features*) features=$line; return 0 ;; esac
  done </proc/cpuinfo
}

# Whether the binary is older than its sources. Compared by the time of the last change of each file
# and folder (-cnewer): unlike the modification time, unpacking an archive cannot set it back, and a
# deleted file changes its folder's.
build_is_current() {
  local built_for
  [ -x "$binary" ] && [ -e "$stamps/built" ] || return 1
  IFS= read -r built_for <"$stamps/built"
  processor_features
  [ "$built_for" = "$features" ] || return 1
  [ -z "$(find "$root/Package.swift" "$root/Sources" -cnewer "$stamps/built" -print -quit)" ]
}

build_release() {
  local native=-march=native began=$SECONDS
  # clang's name for "this very processor" on everything but x86. Swift's own code follows the C flag.
  case $HOSTTYPE in x86_64) ;; *) native=-mcpu=native ;; esac
  processor_features
  # Written before the build, valid after it: a file saved meanwhile is newer and builds again.
  printf '%s\n' "$features" >"$stamps/building"
  swift build --package-path "$root" -c release --product backstep -Xcc "$native" </dev/null >&2 ||
    defect "the build failed; what the compiler says is above."
  mv "$stamps/building" "$stamps/built"
  say "built in $((SECONDS - began)) s"
}

# Build products know their folder's path and break when it is moved or copied: they go, and are made anew.
forget_moved_build() {
  local built_in=$root
  [ -r "$stamps/folder" ] && IFS= read -r built_in <"$stamps/folder"
  [ "$built_in" = "$root" ] || rm -rf "${root:?}/.build"
  { mkdir -p "$stamps" && printf '%s\n' "$root" >"$stamps/folder"; } || missing "cannot write in $root/.build"
}

# Makes `binary` ready to run. Says and does nothing when it is.
set_up() {
  build_is_current && return
  require_swift
  forget_moved_build
  require_libraries
  if [ -e "$stamps/built" ]; then
    say "the sources or the machine changed; building"
  else
    say "building for this machine; the first time takes a few minutes"
  fi
  build_release
}

# What the program is told about its surroundings.
export BACKSTEP_HOME=$root # lessons/ and sample-data/ are found from any working directory
export SWIFT_BACKTRACE=${SWIFT_BACKTRACE:-interactive=no,color=no}
# OpenBLAS starts its threads while it is loaded, before the program could say that it wants one.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
