"""Parts worked by other processes and on a cluster: the same tables, whoever works them and whatever happens to whoever does."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client
from small_notebooks import code, say, write

from analysis.errors import UsageError, WorkerLostError
from analysis.places import seeds
from analysis.text import prepare as module
from analysis.text.parts import by_parts
from analysis.text.parts.cluster import Cluster
from analysis.text.parts.packs import received, sent
from analysis.text.parts.rows import Written
from analysis.text.parts.workers import Here, Order, Processes
from analysis.text.prepare import prepare

HERE = Path(__file__).parents[1]
KILLS = int(os.environ.get("PARALLAX_KILLS", "2"))  # `make kills` asks for a hundred
DASK = {
    "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    "DASK_DISTRIBUTED__NANNY__PRE_SPAWN_ENVIRON__MALLOC_TRIM_THRESHOLD_": "65536",
}


def same(one, other):
    assert one.info == other.info
    for name in set(one._fields) - {"info"}:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


@pytest.fixture(scope="module")
def alone():
    return prepare(seeds(), workers=1)


@pytest.fixture
def parts(monkeypatch):
    """Parts so small that the seeds make several."""
    monkeypatch.setattr(by_parts, "PART", 4_000)


class Running:
    """A scheduler and workers on this machine, as processes of their own."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []
        self.surroundings = (
            os.environ | DASK | {"PYTHONPATH": f"{HERE}{os.pathsep}{HERE / 'tests'}", "PYTHONWARNINGS": "ignore"}
        )
        where = folder / "scheduler.json"
        self.scheduler = self.start(
            "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", where, "--host", "127.0.0.1"
        )
        deadline = time.monotonic() + 60
        while not where.is_file() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.1)
        self.address = json.loads(where.read_text())["address"]

    def start(self, *what):
        command = [sys.executable, "-m", "distributed.cli.dask_" + what[0], *map(str, what[1:])]
        log = (self.folder / f"{what[0]}.log").open("ab")
        return subprocess.Popen(command, env=self.surroundings, stdout=log, stderr=log, start_new_session=True)

    def hire(self, number=1, *more):
        """Start workers without a nanny: a killed one stays away."""
        for _ in range(number):
            self.workers.append(
                self.start(
                    "worker", self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1", *more
                )
            )

    def kill(self, process):
        with_group = os.getpgid(process.pid)
        os.killpg(with_group, signal.SIGKILL)
        process.wait()

    def end(self):
        for process in [*self.workers, self.scheduler]:
            if process.poll() is None:
                self.kill(process)

    def dismiss(self):
        """End the workers, and wait until the scheduler has seen it."""
        for process in self.workers:
            if process.poll() is None:
                self.kill(process)
        self.workers.clear()
        with Client(self.address) as client:
            deadline = time.monotonic() + 60
            while client.scheduler_info()["workers"] and time.monotonic() < deadline:
                time.sleep(0.05)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    cluster = Running(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.end()


@pytest.fixture
def running(scheduler):
    """A scheduler that no test ends, without workers."""
    yield scheduler
    scheduler.dismiss()


def test_processes_give_the_same_tables(alone, parts):
    same(prepare(seeds(), workers=2), alone)


def test_a_large_corpus_is_the_same_though_another_process_looks_for_shared_text(alone, parts, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MUCH", 1)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path))
    monkeypatch.setattr("analysis.text.sharing._found", None)  # of this process
    made = prepare(seeds(), workers=2)
    same(made._replace(info={name: value for name, value in made.info.items() if name != "kept_as"}), alone)


def test_a_script_without_a_guard_is_not_run_again_by_its_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "print('begun')\n"
        "from analysis.text.parts import by_parts\nby_parts.PART = 4_000\n"
        "from analysis.text.prepare import prepare\nprint(prepare('seeds', workers=2).info['n_loaded'])\n"
    )
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("begun\n5\n", "")


def test_a_killed_process_is_one_line_and_no_process_stays(parts):
    with Processes(2) as hands, pytest.raises(WorkerLostError, match="was ended from outside"):
        list(hands.map(Order(_die, (number,)) for number in range(4)))


def test_what_is_worked_beside_orders_is_waited_for():
    for number in (1, 2):
        with Processes(number) as hands:
            wait = hands.begin(_own_pid, "x")
            list(hands.map(Order(_number, (number,)) for number in range(3)))
            pid, given = wait()
            assert given == "x" and (pid == os.getpid()) == (number == 1)
    with Processes(2) as hands, pytest.raises(WorkerLostError, match="was ended from outside"):
        hands.begin(_die, 1)()
    with Processes(2) as hands, pytest.raises(ZeroDivisionError):
        hands.begin(divmod, 1, 0)()


def _own_pid(given):
    return os.getpid(), given


def test_processes_that_still_work_end_with_an_exception():
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Processes(2) as hands:
        hands.begin(time.sleep, 600)
        assert hands.begin(_own_pid, "x")()  # by the time it is answered both are at work
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 60


def _die(number):
    os.kill(os.getpid(), signal.SIGKILL)


def _pids(number):
    return [Written("pid", [bytes(16)], pd.Series([0, 1]).to_numpy(), _table([os.getpid()]))]


def _table(values):
    import pyarrow as pa

    return pa.table({"value": values})


def test_processes_end_with_the_one_that_started_them(tmp_path):
    script = (
        "import os, signal, sys; sys.path.insert(0, 'tests')\n"
        "from analysis.text.parts.workers import Order, Processes\nfrom test_workers import _pids\n"
        "hands = Processes(2)\n"
        "print(*{answer[0].table['value'][0] for answer in hands.map(Order(_pids, (n,)) for n in range(6))}, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    surroundings = os.environ | {"PYTHONPATH": f"{HERE}{os.pathsep}{HERE / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HERE, env=surroundings, stdout=subprocess.PIPE, text=True, timeout=120
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert pids
    deadline = time.monotonic() + 20
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_lives(pid) for pid in pids)


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_what_does_not_arrive_whole_is_refused():
    answer = sent(Written("step", [bytes(16)], pd.Series([0, 1]).to_numpy(), _table([1])))
    assert received(answer).table["value"].to_pylist() == [1]
    for broken in (answer._replace(data=answer.data[:-1]), answer._replace(bounds=pd.Series([0, 2]).to_numpy())):
        with pytest.raises(WorkerLostError, match="whole"):
            received(broken)


def test_orders_are_answered_in_turn_wherever_they_are_worked():
    orders = [Order(_number, (number,)) for number in range(7)]
    with Processes(2) as hands:
        elsewhere = [answer[0].table["value"].to_pylist() for answer in hands.map(orders)]
    assert elsewhere == [answer[0].table["value"].to_pylist() for answer in Here().map(orders)] == [[n] for n in range(7)]


def _number(number):
    time.sleep(0.05 * (number % 3))
    return [Written("step", [bytes(16)], pd.Series([0, 1]).to_numpy(), _table([number]))]


def test_a_cluster_of_any_size_gives_the_same_tables(running, alone, parts):
    for more, workers in ((1, 1), (2, 3)):
        running.hire(more)
        with Cluster(running.address) as hands:
            running_workers(hands, workers)
        same(prepare(seeds(), cluster=running.address), alone)


def test_workers_that_are_killed_change_nothing(running, alone, monkeypatch):
    """Each time one of two workers is killed at a random moment, and another one comes."""
    monkeypatch.setattr(by_parts, "PART", 1_000)
    chance = random.Random(7)
    running.hire(2)
    prepare(seeds(), cluster=running.address)  # the workers have imported what they need
    begun = time.monotonic()
    prepare(seeds(), cluster=running.address)
    lasts = time.monotonic() - begun
    for _ in range(KILLS):
        killer = subprocess.Popen(
            [sys.executable, "-c", _KILL, str(chance.uniform(0.05, lasts)), str(running.workers[-2].pid)],
            start_new_session=True,
        )
        same(prepare(seeds(), cluster=running.address), alone)
        killer.wait()
        running.workers[-2].wait()
        running.hire(1)
    print(f"{KILLS} kills, all totals equal")


_KILL = "import os, signal, sys, time; time.sleep(float(sys.argv[1])); os.killpg(int(sys.argv[2]), signal.SIGKILL)"


def test_an_order_that_ends_every_worker_is_one_line(running):
    running.hire(5)
    with Cluster(running.address) as hands, pytest.raises(WorkerLostError, match="lost its worker 4 times"):
        running_workers(hands, 5)
        list(hands.map([Order(_die, (1,))]))


def running_workers(hands, number):
    hands._client.wait_for_workers(number, timeout=60)


@pytest.fixture
def mortal(tmp_path):
    """A scheduler of a test's own."""
    cluster = Running(tmp_path)
    yield cluster
    cluster.end()


def test_a_scheduler_that_goes_away_ends_a_run_and_publishes_nothing(mortal, tmp_path):
    mortal.hire(1)
    write(tmp_path / "notebooks" / "00_corpus.ipynb", say("There are words.", "finding"), code("1"))
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(1_500):
        (corpus / f"{number}.txt").write_text(f"Title {number}\n\n" + f"The war went on for {number} days, he said. " * 80)
    surroundings = os.environ | {"PYTHONPATH": str(HERE), "PARALLAX_CACHE": "off"}
    command = [sys.executable, "-m", "analysis", "run", "corpus", "--notebooks", "notebooks", "--cluster", mortal.address]
    run = subprocess.Popen(command, cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline, log = time.monotonic() + 60, tmp_path / "scheduler.log"
    while "client connection" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    mortal.kill(mortal.scheduler)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, out) == (5, ""), err
    assert err.startswith("parallax: ") and "the scheduler went away" in err and err.count("\n") == 1
    assert not list((tmp_path / "reports").glob("runs/*")) and not (tmp_path / "reports" / "current").exists()


def test_a_cluster_that_is_not_there_is_one_line(running):
    with pytest.raises(WorkerLostError, match="no scheduler answers"):
        Cluster("tcp://127.0.0.1:9", patience=1)
    with pytest.raises(WorkerLostError, match="the cluster has no worker"):
        Cluster(running.address, patience=1)


def test_a_scheduler_that_goes_away_while_workers_are_asked_is_one_line(running, monkeypatch):
    running.hire(1)
    monkeypatch.setattr("distributed.Client.run", _closed)
    with pytest.raises(WorkerLostError, match="the scheduler went away"):
        Cluster(running.address)


def _closed(*asked, **more):
    raise OSError("Stream is closed")


def test_workers_with_other_code_are_refused(running, monkeypatch):
    running.hire(1)
    monkeypatch.setattr("analysis.text.parts.cluster.worked_by", _another)
    with pytest.raises(UsageError, match="workers have other code"):
        Cluster(running.address)


calls = []


def _another():
    """Another version at each call, here and there."""
    calls.append(1)
    return f"{os.getpid()} {len(calls)}"
