"""Kills the workbench with SIGKILL again and again, and checks that nothing that was written down is lost.

    python3 tools/kill_backstep.py --kills 1000

Each round opens a lesson in a pseudo-terminal, where it goes on where it was killed before, presses random
keys for a random time, and kills it. After each kill the session still begins with all that was there
before. At the end of each session (every 20 kills) the workbench is left in the proper way, so that what
it holds, taken up from log and checkpoint, is compared with a replay from the start, bit for bit.
"""

import argparse
import fcntl
import glob
import os
import pty
import random
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KEYS = ["n", "N", "f", "F", "o", "O", "i", "I", "s", "S", "a", "A", "z", "Z", " ", " ", "c", "C", "r", "R", "\x1b[H",
        "p\x1b[C", "p\x1b[B\x1b[C", "b", "t"]


class Workbench:
    def __init__(self, program, state, arguments):
        environment = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8", BACKSTEP_HOME=ROOT, XDG_STATE_HOME=state)
        self.output = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execve(program, [program] + arguments, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, seconds, until=None):
        end = time.time() + seconds
        while time.time() < end:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.time()))
            if not ready:
                break
            try:
                block = os.read(self.terminal, 1 << 16)
            except OSError:
                return True
            if not block:
                return True
            self.output += block
            if until and until in self.output:
                return True
        return until is None

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def end(self, number=None):
        if number:
            os.kill(self.process, number)
        end = time.time() + 20
        while time.time() < end:
            self.read(0.01)
            done, _ = os.waitpid(self.process, os.WNOHANG)
            if done:
                os.close(self.terminal)
                return True
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--per-session", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lesson", default="layers")
    parser.add_argument("--program", default=f"{ROOT}/.build/release/backstep")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    kills = survived = sessions = checks = 0
    failures = []
    while kills < arguments.kills:
        state = tempfile.mkdtemp(prefix="backstep-kills-")
        before = []
        planned = min(arguments.per_session, arguments.kills - kills)
        good = True
        for number in range(planned + 1):
            workbench = Workbench(arguments.program, state, ["open", arguments.lesson])
            if not workbench.read(20, b"Taken up" if before else b"iteration"):
                good = False
                failures.append((state, number, "did not open"))
            if number == planned:
                # Left in the proper way, with a line of its own, so that a check is written.
                workbench.press("  n")
                workbench.read(0.3)
                workbench.press("nqqqqqq")
                good = workbench.end() and good
            else:
                for _ in range(chance.randint(0, 15)):
                    workbench.press(chance.choice(KEYS))
                    if chance.random() < 0.4:
                        workbench.read(chance.uniform(0, 0.03))
                workbench.read(chance.choice([0, 0.005, 0.02, 0.1, 0.4]) * chance.random())
                workbench.end(signal.SIGKILL)
                kills += 1
            files = glob.glob(f"{state}/backstep/sessions/*/*.session")
            if len(files) > 1:
                good = False
                failures.append((state, number, "another session was begun"))
            if files:
                with open(files[0], "rb") as file:
                    whole = file.read()
                lines = whole[: whole.rfind(b"\n") + 1].split(b"\n")[:-1]
                if lines[: len(before)] != before:
                    good = False
                    failures.append((state, number, "lines were lost"))
                before = lines
        files = glob.glob(f"{state}/backstep/sessions/*/*.session")
        if files:
            environment = dict(os.environ, BACKSTEP_HOME=ROOT)
            run = subprocess.run(
                [arguments.program, "replay", "--check", files[0]], env=environment, capture_output=True, text=True)
            if run.returncode != 0:
                good = False
                failures.append((state, planned, run.stdout + run.stderr))
            checks += sum(line.startswith(b"check ") for line in before)
        sessions += 1
        survived += planned if good else 0
        if good:
            shutil.rmtree(state)
        print(f"\r{kills} kills, {survived} survived, {sessions} sessions, {checks} checks", end="", file=sys.stderr)
    print(f"\n{survived} of {kills} kills survived with the same bits; {checks} checks in {sessions} sessions.")
    for failure in failures:
        print(*failure)
    return 0 if survived == kills else 1


if __name__ == "__main__":
    sys.exit(main())
