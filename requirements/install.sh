#!/bin/sh
# Put the packages of a lock file, and this clone itself, into a virtual environment: requirements/install.sh FOLDER LOCK
#
# Run by make, from the top of the clone. What it downloads is checked against the hashes in the lock, and nothing else is downloaded:
# the build of the clone (an editable install, so that a change of the code needs no new one) takes its build tool from the lock too.
# From the environment: PYTHON, the Python to build on (else the first that works); UV, the uv to install with (else pip).
set -eu
folder=$1
lock=requirements/$2.lock

# A name on the PATH may be a shim without a Python behind it, or a Debian Python without venv, so each is tried by running it.
fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null &&
        { [ -n "${UV:-}" ] || "$1" -c 'import ensurepip, venv' 2>/dev/null; }
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" && echo "$PYTHON" && return
        echo "PYTHON=$PYTHON is not a working Python 3.11 to 3.13 with venv and pip. Name another one, or leave PYTHON out." >&2
        return 1
    fi
    managed=$([ -z "${UV:-}" ] || UV_PYTHON_DOWNLOADS=never "$UV" python find '>=3.11,<3.14' 2>/dev/null || true)
    for python in python3.12 python3.13 python3.11 python3 python "$managed"; do
        fits "$python" && echo "$python" && return
    done
    echo "No working Python 3.11 to 3.13 with venv and pip. Install one (Debian: apt-get install python3-venv), or name one: PYTHON=..." >&2
    return 1
}

# Scripts in an environment hold its path, so a moved one is built anew; so is one whose Python is gone.
if [ "$(cat "$folder/place" 2>/dev/null)" != "$PWD" ] || ! fits "$folder/bin/python"; then
    python=$(find_python)
    echo "Making $folder with $("$python" -V)"
    rm -rf "$folder"
    if [ -n "${UV:-}" ]; then
        UV_PYTHON_DOWNLOADS=never "$UV" venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" "$folder"
    else
        "$python" -m venv "$folder"
    fi
fi

# What pip says becomes a line for each twenty packages, so that nobody takes two minutes of silence for an end; its errors go through.
count() {
    all=$(grep -c '^[A-Za-z0-9].*==' "$lock") n=0
    while read -r word rest; do
        case "$word $rest" in
            Collecting*"-r requirements"* | Ignoring* | "Requirement already satisfied"*"-r requirements"*)
                n=$((n + 1))
                [ $((n % 20)) -ne 0 ] || echo "  $n of $all packages looked at" ;;
            "Installing collected packages"*) echo "  all $all looked at; unpacking and compiling what is needed" ;;
        esac
    done
}

with_pip() {
    { "$folder/bin/python" -m pip install --disable-pip-version-check "$@" && echo done >"$folder/pip"; } | count
    rm "$folder/pip" 2>/dev/null  # a pipe has the exit code of its end, and this file is there where pip succeeded
}

# Bytecode is made now, once: where PYTHONDONTWRITEBYTECODE is set, each kernel would else compile all its imports again.
if [ -n "${UV:-}" ]; then
    echo "Installing $lock with $("$UV" --version): about half a minute the first time"
    export UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
    "$UV" pip install --quiet --python "$folder/bin/python" --require-hashes -r "$lock"
    "$UV" pip install --quiet --python "$folder/bin/python" --no-deps --no-build-isolation -e .
else
    echo "Installing $lock with pip: about two minutes the first time"
    rm -f "$folder/pip"
    with_pip --compile --require-hashes -r "$lock"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
"$folder/bin/python" -m compileall -q analysis
printf '%s\n' "$PWD" >"$folder/place"
