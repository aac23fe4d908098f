"""from_nltk.py: NLTK without the packages it imports unasked, in processes of their own since an import happens once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# what is done first -> which of the packages are there after it; the parentheses are what NLTK itself would have brought
CASES = {
    "import nltk.stem.snowball": [
        "scipy",
        "scipy.stats",
        "sklearn",
    ],  # as NLTK comes: where this fails, the module has no use left
    "from analysis.text.words.from_nltk import snowball; snowball()": [],
    "import analysis as px; px.prepare('seeds'); from analysis.text.words.forms import stems; stems(['bridges'], 'en')": [],
    "import scipy.sparse; from analysis.text.words.from_nltk import snowball; snowball()": ["scipy"],
}


def after(code):
    """Which of the packages are imported when `code` has run, by a line that fails where one was left as if absent."""
    look = "; import sys; print(*[name for name in ('scipy', 'scipy.stats', 'sklearn') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code + look], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(("code", "there"), CASES.items(), ids=CASES)
def test_what_nltk_brings_along(code, there):
    assert after(code) == there


def test_what_was_hidden_can_be_imported_afterwards():
    code = "from analysis.text.words.from_nltk import snowball; snowball(); import scipy.stats, sklearn"
    assert after(code) == ["scipy", "scipy.stats", "sklearn"]


def test_a_package_that_was_imported_stays_what_it_was():
    imported = "import scipy.stats; from analysis.text.words.from_nltk import snowball"
    code = f"{imported}; before = scipy.stats; snowball(); assert scipy.stats is before"
    assert after(code) == ["scipy", "scipy.stats"]


def test_an_error_while_importing_hides_nothing():
    from analysis.text.words.from_nltk import _absent

    with pytest.raises(ModuleNotFoundError), _absent(("wave", "no_such_package")):
        import wave
    assert not {"wave", "no_such_package"} & set(sys.modules)
    import wave

    assert wave.Error
