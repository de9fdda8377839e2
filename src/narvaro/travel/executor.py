"""Who does the work: this process, a pool of processes, or a Dask cluster; always the same bytes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol

from narvaro.errors import TravelError
from narvaro.travel.engine import Task

TRIES = 4
"""How often a piece of work is begun before its workers' deaths are taken for its own fault: one that was killed for
memory is likely to fit the next time, one that always dies would otherwise go on for ever."""


class Executor(Protocol):
    """A way of doing independent pieces of work."""

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        """Do all the work; yield the position of each piece and its bytes as it is done, in any order."""


def run_task(task: Task) -> bytes:
    """Do one piece of work (a plain function, so that it can be sent)."""
    return task.run()


@dataclass(frozen=True)
class InProcess:
    """One piece after the other, here."""

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        """Do all the work, in order."""
        for position, task in enumerate(tasks):
            yield position, task.run()


@dataclass(frozen=True)
class Processes:
    """A pool of processes on this machine. When one is killed, its unfinished work is begun again.

    Parameters
    ----------
    workers
        Number of processes.
    """

    workers: int

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        """Do all the work; a broken pool is made anew and goes on with what is left."""
        left = dict(enumerate(tasks))
        for _ in range(TRIES):
            if not left:
                return
            try:
                for position, content in self._pass(left):
                    del left[position]
                    yield position, content
            except BrokenProcessPool:
                continue
        if left:
            raise TravelError("travel.workers_die", count=len(left), tries=TRIES)

    def _pass(self, left: dict[int, Task]) -> Iterator[tuple[int, bytes]]:
        # Spawned, not forked: a fork would copy the locks of threads that numba and arrow may hold.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            waiting: dict[Future[bytes], int] = {}
            queue = iter(sorted(left.items()))
            for position, task in queue:
                waiting[pool.submit(run_task, task)] = position
                # Never more than a few results at once in memory.
                while len(waiting) >= 2 * self.workers:
                    yield from _finished(waiting)
            while waiting:
                yield from _finished(waiting)


def _finished(waiting: dict[Future[bytes], int]) -> list[tuple[int, bytes]]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    return [(waiting.pop(future), future.result()) for future in sorted(done, key=lambda f: waiting[f])]


@dataclass(frozen=True)
class Dask:
    """A Dask cluster; the project folder must lie where all its workers can read it.

    Parameters
    ----------
    address
        Of the scheduler, such as "tcp://10.0.0.5:8786"; or a `distributed.Client` that is open already.
    """

    address: Any

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        """Do all the work; what a lost worker had in hand goes to another."""
        try:
            from distributed import Client, as_completed
        except ImportError as error:
            raise TravelError("travel.needs_package", package="distributed", extra="cluster") from error
        given = not isinstance(self.address, str)
        try:
            client: Any = self.address if given else Client(self.address)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise TravelError("travel.no_scheduler", address=str(self.address), problem=str(error)) from error
        try:
            futures = {
                client.submit(run_task, task, pure=False, retries=TRIES): position
                for position, task in enumerate(tasks)
            }
            for future in as_completed(list(futures)):  # type: ignore[no-untyped-call]
                content = future.result()
                future.release()
                yield futures[future], content
        finally:
            if not given:
                client.close()


def executor_for(workers: int = 1, dask: Any = None) -> Executor:
    """Return the executor that the settings ask for.

    Examples
    --------
    >>> executor_for(), executor_for(2)
    (InProcess(), Processes(workers=2))
    """
    if dask:
        return Dask(dask)
    return Processes(workers) if workers > 1 else InProcess()
