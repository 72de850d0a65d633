"""python -m tests.crash --kills N [--database URL] [--workers W] [--seed S] [--workdir DIR] [--json]

Starts an order desk and a worker, kills one of the two with SIGKILL at a moment that chance picks, starts it again,
N times over; then lets everything become quiet and compares the host with the company file. With --workers, on
PostgreSQL, it is a desk that only asks and W workers of `allorders-quickbooks worker`. `--database embedded` is a
PostgreSQL of its own. With --workdir it goes on where an earlier call with the same directory stopped. Exits with 1 on
anything twice, lost, stuck or in doubt.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from allorders_quickbooks.run.ports import QUEUE

from tests.conftest import PostgresqlServer
from tests.crash.judging import judge, prepare

ROLES = ("desk", "worker")
ASKING = "asking desk"
GIVE_UP = 60.0  # seconds in which a process must say that it is up


@dataclass
class Victims:
    """The two processes, each started anew when it was killed."""

    database: str
    books: Path
    chance: random.Random
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def start(self, role: str) -> None:
        arguments = [role, self.database, str(self.books), str(self.chance.getrandbits(32))]
        command = [sys.executable, "-m", "tests.crash.shop", *arguments]
        errors = self.books.with_name(f"{role}.log").open("a")
        environment = os.environ | ({QUEUE: self.database} if role not in ROLES else {})
        self.running[role] = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        )

    def wait_until_up(self, role: str) -> None:
        process = self.running[role]
        assert process.stdout is not None
        until = time.monotonic() + GIVE_UP
        while time.monotonic() < until and process.poll() is None:
            if process.stdout.readline().strip().endswith("up"):
                return
        raise RuntimeError(f"the {role} did not come up: see {self.books.with_name(f'{role}.log')}")

    def kill(self, role: str) -> None:
        process = self.running.pop(role)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database", default="")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workdir", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        directory = options.workdir or Path(temporary)
        if options.database != "embedded":
            return _run(options, directory)
        server = PostgresqlServer(Path(mkdtemp(prefix="allorders-postgresql-")))
        try:
            options.database = server.url
            return _run(options, directory)
        finally:
            server.stop()


def _run(options: argparse.Namespace, directory: Path) -> int:
    directory.mkdir(parents=True, exist_ok=True)
    database = options.database or f"sqlite:///{(directory / 'orders.sqlite3').as_posix()}"
    books, progress = directory / "company.qbsim", directory / "progress.json"
    done = json.loads(progress.read_text())["kills"] if progress.exists() else 0
    if not done:
        prepare(database, books)
    started = time.monotonic()
    _kill_again_and_again(options, done, Victims(database, books, random.Random(options.seed + done)), progress)
    verdict = {"kills": options.kills, **judge(database, books), "seconds": round(time.monotonic() - started, 1)}
    wrong = sum(int(verdict[name]) for name in ("duplicates", "lost", "stuck", "in_doubt", "differing"))
    print(json.dumps(verdict) if options.json else "\n".join(f"{k:<12} {v}" for k, v in verdict.items()))
    return 1 if wrong else 0


def _kill_again_and_again(options: argparse.Namespace, done: int, victims: Victims, progress: Path) -> None:
    roles = (ASKING, *(f"worker {number}" for number in range(1, options.workers + 1))) if options.workers else ROLES
    for role in roles:
        victims.start(role)
    for number in range(done, options.kills):
        role = victims.chance.choice(roles)
        victims.wait_until_up(role)
        time.sleep(victims.chance.uniform(0.0, 0.7))
        victims.kill(role)
        progress.write_text(json.dumps({"kills": number + 1}))
        if number + 1 < options.kills:
            victims.start(role)
        if number % 25 == 24:
            print(f"{number + 1} kills", file=sys.stderr, flush=True)
    for role in tuple(victims.running):
        victims.kill(role)


if __name__ == "__main__":
    sys.exit(main())
