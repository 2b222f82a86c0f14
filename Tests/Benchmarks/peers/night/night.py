#!/usr/bin/env python3
"""The night as one would write it with pandas, scikit-learn and SciPy: the yardstick of NightBenchmark.

    night.py DATABASE-URL

For every alliance: reads people and sheets, fits a ridge regression of all answers on who rates, who is rated and both
profiles (its strength chosen among seven on a held-out fifth), foretells every pair in both directions, assigns, and publishes
the round in one transaction. Two processes, one per core; columns travel as arrays, nothing loops over sheets or pairs.

It does less than rapport: no uncertainty, no pair effects beyond the regression, no exploration, no limits of change, no
reasons, no causes, no certificate, no replay.
"""

import io
import os
import resource
import sys
import time
import uuid
from multiprocessing import get_context

# Two processes share two cores: threads of their own would only be in each other's way.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import psycopg
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import Ridge

STRENGTHS = np.logspace(-1, 3, 7)


def read(cursor, query, alliance):
    """The rows of a query about one alliance, by COPY as CSV: what pandas reads fastest."""
    buffer = io.BytesIO()
    with cursor.copy(f"copy ({query.format(alliance)}) to stdout (format csv, header)") as rows:
        for block in rows:
            buffer.write(block)
    buffer.seek(0)
    return pd.read_csv(buffer)


def design(people, raters, targets, profile):
    """Columns: rater, target, profile of the rater, profile of the target. Dense: the normal equations are solved faster."""
    one_hot = np.eye(len(people))
    return np.hstack([one_hot[raters], one_hot[targets], profile[raters], profile[targets]])


def chosen_ridge(columns, answers):
    """Ridge with the strength that foretells a held-out fifth best."""
    held = np.arange(columns.shape[0]) % 5 == 0
    errors = []
    for strength in STRENGTHS:
        model = Ridge(alpha=strength, solver="cholesky").fit(columns[~held], answers[~held])
        errors.append(np.mean((model.predict(columns[held]) - answers[held]) ** 2))
    return Ridge(alpha=STRENGTHS[int(np.argmin(errors))], solver="cholesky").fit(columns, answers)


def plan(connection, alliance, revision):
    """Plans and publishes one alliance."""
    cursor = connection.cursor()
    people = read(
        cursor,
        "select salesperson.number, side, attributes ->> 'years' as years, attributes ->> 'style' as style"
        " from rapport.salesperson join rapport.company"
        " on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company"
        " where salesperson.alliance_id = '{}' order by salesperson.number",
        alliance,
    )
    sheets = read(
        cursor,
        "select rater, target, ratings[1] as r1, ratings[2] as r2, ratings[3] as r3, ratings[4] as r4,"
        " ratings[5] as r5, ratings[6] as r6, success from rapport.sheet where alliance_id = '{}'",
        alliance,
    )
    index = pd.Index(people["number"])
    years = people["years"].to_numpy(dtype=float)
    profile = np.column_stack(
        [(years - years.mean()) / max(years.std(), 1e-9), pd.get_dummies(people["style"]).to_numpy(dtype=float)]
    )
    raters = index.get_indexer(sheets["rater"])
    targets = index.get_indexer(sheets["target"])
    answers = sheets.iloc[:, 2:].to_numpy(dtype=float)
    model = chosen_ridge(design(people, raters, targets, profile), answers)
    side_a = np.flatnonzero(people["side"] == "a")
    side_b = np.flatnonzero(people["side"] == "b")
    first = np.repeat(side_a, len(side_b))
    second = np.tile(side_b, len(side_a))
    there = model.predict(design(people, first, second, profile)).mean(axis=1)
    back = model.predict(design(people, second, first, profile)).mean(axis=1)
    scores = ((there + back) / 2).reshape(len(side_a), len(side_b))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    publish(cursor, alliance, revision, index, side_a[rows], side_b[columns], scores[rows, columns])
    connection.commit()


def publish(cursor, alliance, revision, index, first, second, scores):
    """One round with its changes."""
    round_id = uuid.uuid4()
    cursor.execute(
        "insert into rapport.round (alliance_id, round_id, day, seed, revision, policy, utility, present_utility,"
        " warnings, published_at, change_count)"
        " values (%s, %s, current_date, 1, %s, '{}', %s, 0, '{}', clock_timestamp(), %s)",
        (alliance, round_id, revision, float(scores.sum()), len(first)),
    )
    cursor.execute(
        "insert into rapport.round_change (alliance_id, round_id, position, action, person_a, person_b, cause, utility,"
        " propensity, reasons_a, reasons_b, change_count)"
        " select %s, %s, position, 'begin', a, b, 'unpaired', utility, 1, '{}', '{}', %s"
        " from unnest(%s::int[], %s::int[], %s::float8[]) with ordinality as told (a, b, utility, position)",
        (
            alliance, round_id, len(first),
            index[first].tolist(), index[second].tolist(), scores.tolist(),
        ),
    )


def work(job):
    """A share of the alliances."""
    url, alliances = job
    with psycopg.connect(url) as connection:
        for alliance, revision in alliances:
            plan(connection, alliance, revision)


def main():
    """The whole night."""
    url = sys.argv[1]
    began = time.perf_counter()
    with psycopg.connect(url) as connection:
        alliances = connection.execute(
            "select alliance_id, revision from rapport.revision order by alliance_id"
        ).fetchall()
    with get_context("spawn").Pool(2) as pool:
        pool.map(work, [(url, alliances[0::2]), (url, alliances[1::2])])
    seconds = time.perf_counter() - began
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"night {seconds:.2f} s, processor {usage.ru_utime + usage.ru_stime:.2f} s, peak {usage.ru_maxrss // 1024} MB each")


if __name__ == "__main__":
    main()
