#!/usr/bin/env python3
"""Holds `rapport solve` against SciPy (matrices) and OR-tools (capacities, only pairs above 0; candidate lists with as many pairs as
possible first) on many small random instances.

  pip install numpy scipy ortools
  oracle.py PATH/TO/rapport [--instances 1000] [--seed 1]

Prints the number of instances and exits 1 at the first that differs. It is no part of the timed test suite.
"""
import argparse, json, os, subprocess, sys, tempfile
import numpy as np
from scipy.optimize import linear_sum_assignment


def flow_optimum(score, rooms_a, rooms_b, lowest=0, pair_bonus=0):
    """The greatest sum of score + pair_bonus over pairs above `lowest`: with a great bonus, as many pairs as possible come first."""
    from ortools.graph.python import min_cost_flow
    rows, columns = score.shape
    flow = min_cost_flow.SimpleMinCostFlow()
    source, sink = rows + columns, rows + columns + 1
    for i in range(rows):
        flow.add_arc_with_capacity_and_unit_cost(source, i, int(rooms_a[i]), 0)
        for j in range(columns):
            if np.isfinite(score[i, j]) and score[i, j] > lowest:
                flow.add_arc_with_capacity_and_unit_cost(i, rows + j, 1, -int(score[i, j]) - pair_bonus)
    for j in range(columns):
        flow.add_arc_with_capacity_and_unit_cost(rows + j, sink, int(rooms_b[j]), 0)
    places = int(min(rooms_a.sum(), rooms_b.sum()))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, places, 0)
    flow.set_node_supply(source, places)
    flow.set_node_supply(sink, -places)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


def run(binary, path, *options):
    done = subprocess.run([binary, 'solve', path, *options], capture_output=True, text=True)
    if done.returncode: sys.exit(f'{path}: {done.stderr}')
    return json.loads(done.stdout)


def write_candidates(path, score):
    with open(path, 'w') as file:
        print('row,column,score', file=file)
        for i, j in zip(*np.nonzero(np.isfinite(score))): print(f'{i},{j},{int(score[i, j])}', file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('rapport')
    parser.add_argument('--instances', type=int, default=1000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        path, listed, file_a, file_b = (os.path.join(folder, name) for name in ('s.npy', 's.csv', 'a.txt', 'b.txt'))
        for instance in range(options.instances):
            rows, columns = random.integers(1, 60, 2)
            kind = instance % 5
            score = random.integers(-20, 100, (rows, columns)).astype('f8') if kind in (0, 1, 4) else random.standard_normal((rows, columns))
            if kind == 3: score = score.astype('f4')
            if kind == 1:
                rooms_a, rooms_b = random.integers(0, 4, rows), random.integers(0, 4, columns)
                np.savetxt(file_a, rooms_a, '%d'); np.savetxt(file_b, rooms_b, '%d')
                score[random.random((rows, columns)) < 0.3] = -np.inf
                np.save(path, score)
                ours = run(options.rapport, path, '--capacity-a', file_a, '--capacity-b', file_b, '--only-above', '0')
                theirs = flow_optimum(score, rooms_a, rooms_b)
            elif kind == 4:
                score[random.random((rows, columns)) < random.choice([0.3, 0.9, 0.97])] = -np.inf
                score[-1, -1] = 1  # the list tells how many rows and columns there are
                write_candidates(listed, score)
                ours = run(options.rapport, listed)
                theirs = flow_optimum(score, np.ones(rows, int), np.ones(columns, int), -np.inf, 1_000_000)
                ours['total'] += 1_000_000 * sum(column >= 0 for column in ours['assignment'])
            else:
                np.save(path, score)
                ours = run(options.rapport, path)
                i, j = linear_sum_assignment(score.astype('f8'), maximize=True)
                theirs = score.astype('f8')[i, j].sum()
            if not ours['certified'] or abs(ours['total'] - theirs) > 1e-6:
                sys.exit(f'instance {instance} ({rows} x {columns}, kind {kind}): ours {ours["total"]}, theirs {theirs}')
    print(f'{options.instances} instances agree')


main()
