# A report without Python on your machine:
#
#   docker build --tag parallax .
#   docker run --name report parallax                        the five articles
#   docker run --name report --volume "$PWD/my-corpus:/corpus:ro" parallax make report CORPUS=/corpus
#   docker cp report:/parallax/reports . && docker rm report
#
# What is installed is what requirements/run.lock names, its hashes checked. Nothing is downloaded when the container runs, so
# --network none may stand behind `docker run`.
FROM python:3.13-slim-trixie

RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home reader \
    && install --directory --owner reader /parallax

WORKDIR /parallax
USER reader

COPY --chown=reader Makefile pyproject.toml README.md LICENSE parallax_workbook.py ./
COPY --chown=reader requirements requirements
COPY --chown=reader analysis analysis
COPY --chown=reader notebooks notebooks
COPY --chown=reader seeds seeds
RUN make .venv/run.done

CMD ["make", "report"]
