"""lazy.py: names are loaded when they are first used, and a name that is none is answered by the nearest."""

import sys
import types

import pytest

from analysis.lazy import lazily


@pytest.fixture
def package(monkeypatch):
    """A package of two modules, whose names are lazy; `loaded` tells which of them were imported."""
    made = types.ModuleType("made_up")
    made.__path__ = []
    loaded = []

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            import importlib.machinery

            if name in ("made_up.one", "made_up.two"):
                return importlib.machinery.ModuleSpec(name, Loader())
            return None

    class Loader:
        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            loaded.append(module.__name__)
            module.first, module.second, module.third = "1", "2", "3"

    monkeypatch.setitem(sys.modules, "made_up", made)
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    made.loaded = loaded
    yield made
    for name in ("made_up.one", "made_up.two"):
        sys.modules.pop(name, None)


NAMES = {"one": ("first", "second"), "two": ("third",)}


def test_a_name_is_loaded_when_it_is_used_and_then_kept(package):
    package.__getattr__, package.__dir__ = lazily("made_up", "px.made", NAMES)
    assert dir(package) == ["first", "second", "third"] and package.loaded == []
    assert package.first == "1" and package.loaded == ["made_up.one"]
    assert package.__dict__["first"] == "1" and package.second == "2" and package.loaded == ["made_up.one"]
    assert package.third == "3" and package.loaded == ["made_up.one", "made_up.two"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("frist", "px.made has no name 'frist'. Nearest: px.made.first"),
        ("zzz", "px.made has no name 'zzz'"),
        ("_first", "px.made has no name '_first'. Nearest: px.made.first"),
        ("", "px.made has no name ''"),
    ],
)
def test_a_name_that_is_none_is_answered_in_a_line(package, name, message):
    get, _ = lazily("made_up", "px.made", NAMES)
    with pytest.raises(AttributeError) as caught:
        get(name)
    assert str(caught.value) == message and package.loaded == []


def test_another_place_is_asked_for_a_name_that_is_not_listed(package):
    asked = []

    def elsewhere(name):
        asked.append(name)
        if name == "gone":
            raise AttributeError("px.gone is gone")
        return {"old": 7}[name]

    get, names = lazily("made_up", "px", NAMES, elsewhere)
    assert get("old") == 7 and get("first") == "1" and names() == ["first", "second", "third"]
    with pytest.raises(AttributeError, match=r"^px\.gone is gone$"):
        get("gone")
    with pytest.raises(AttributeError, match=r"px has no name 'secnd'\. Nearest: px\.second"):
        get("secnd")
    with pytest.raises(AttributeError, match="px has no name '__wrapped__'"):
        get("__wrapped__")
    assert asked == ["old", "gone", "secnd"], "names of Python's own are no names of before"


def test_a_module_that_cannot_be_loaded_says_so(package):
    get, _ = lazily("made_up", "px", {"three": ("fourth",)})
    with pytest.raises(ModuleNotFoundError, match="three"):
        get("fourth")


def test_a_name_that_its_module_lacks_is_an_attribute_error(package):
    get, _ = lazily("made_up", "px", {"one": ("fifth",)})
    with pytest.raises(AttributeError, match="fifth"):
        get("fifth")
