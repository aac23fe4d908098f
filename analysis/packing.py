"""`parallax pack`: a run in, one file to send out.

It joins finding a run, as `parallax export` does, with making a page, an archive or a PDF of it; so it stands beside the command line.
"""

from pathlib import Path

from .errors import StorageError, UsageError, nearest
from .remote import is_address, shown
from .storage import in_units, write_bytes, writing

FORMS = {"html": ".html", "zip": ".zip", "pdf": ".pdf"}


def pack(named: list[str], reports: str, to: Path | None, form: str | None, page: str = "") -> str:
    """Write a run as one file.

    named   : a run: its id, `current` or its folder; none for the current one
    reports : where runs lie, a folder or an address
    to      : the file, or a folder for it; parallax-ID.html and the like here, if left out
    form    : html, zip or pdf; if left out, as the file is named, or else html
    page    : the page that is to stand alone, as in 03_sources; "" for all

    Returns a line on what was written. Raises UsageError for a run, a page or a form that there is not and for a file that is there
    already, StorageError where the run is not as it was published or the file cannot be written, and as `print_page` does.
    """
    from .exports import run_named
    from .report.publish import away
    from .report.publish.standing import damage

    form = _form(to, form)
    if page and form == "zip":
        raise UsageError("an archive holds the whole report", remedy="Leave --page out, or pack it --as html or pdf")
    run, more = run_named(away.fetched(named, reports) if is_address(reports) else named, Path(reports))
    if more:
        raise UsageError(f"there is no run '{more[0]}'", file=shown(reports), remedy="parallax list names the runs")
    run = run.resolve()
    target = _target(to, f"parallax-{run.name}{f'-{page}' if page else ''}{FORMS[form]}", run)
    if fault := damage(run):
        raise StorageError(f"this run is not as it was published: {fault}", file=str(run), remedy="Run the report again")
    if form == "zip":
        held = _zipped(run, target)
    else:
        held = f"{'one page' if page else 'all pages'} in one file"
        write_bytes(target, _paged(run, page, form))
    return f"{target}: {held}, {in_units(target.stat().st_size)}"


def _form(to: Path | None, form: str | None) -> str:
    """What is to be made: as said, or as the file is named."""
    ending = to.suffix.lower().removeprefix(".") if to else ""
    form = form or (ending if ending in FORMS else "html")
    if form not in FORMS:
        raise UsageError(f"there is no form '{form}'", remedy=nearest(form, FORMS, "The forms are"))
    if ending in FORMS and ending != form:
        raise UsageError(
            f"the file is named as {ending}, and is to be {form}", file=str(to), remedy="Name it otherwise by --to"
        )
    return form


def _target(to: Path | None, name: str, run: Path) -> Path:
    target = to / name if to and to.is_dir() else to or Path(name)
    if run in target.resolve().parents:
        raise UsageError("this folder is a run's, which stays as it is", file=str(target), remedy="Name another one by --to")
    if target.exists():
        raise UsageError("this file is there already", file=str(target), remedy="Take it away, or name another one by --to")
    return target


def _paged(run: Path, page: str, form: str) -> bytes:
    from .report.pack.on_paper import print_page
    from .report.pack.one_file import one_file

    whole = one_file(run, page)
    return print_page(whole) if form == "pdf" else whole


def _zipped(run: Path, target: Path) -> str:
    from .report.pack.folder_zip import write_zip

    with writing(target) as file:
        n = write_zip(run, file)
    return f"the whole report, {n:,} files"
