"""locks.py: one holder at a time, by what POSIX has and by what Windows has."""

import threading
import time

import elsewhere
import pytest

from analysis import locks


@pytest.fixture(params=["fcntl", "msvcrt"])
def way(request, monkeypatch):
    if request.param == "msvcrt":
        monkeypatch.setattr(locks, "msvcrt", elsewhere.locking())
        monkeypatch.setattr(locks, "fcntl", None)
    return request.param


@pytest.fixture
def files(tmp_path):
    (tmp_path / "lock").write_bytes(b"")
    with (tmp_path / "lock").open("a") as one, (tmp_path / "lock").open("r") as other:
        yield one, other


def test_a_second_one_is_turned_away_until_the_first_has_ended(way, files):
    one, other = files
    with locks.taken(one):
        for shared in (False, True):
            with pytest.raises(BlockingIOError), locks.taken(other, shared=shared):
                pass
    one.close()
    with locks.taken(other):
        pass


def test_who_waits_has_it_next(way, files):
    one, other = files
    held, order = threading.Event(), []

    def first():
        with one, locks.taken(one):
            held.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    with locks.taken(other, wait=True):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_system_without_locks_lets_all_in(files, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setattr(locks, "msvcrt", None)
    with locks.taken(files[0]), locks.taken(files[1]):
        pass
