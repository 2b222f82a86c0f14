#!/usr/bin/env python3
"""Capacities and warm starts of `rapport solve` against the peers a user would pick, in alternating rounds on identical input.

  pip install numpy scipy ortools pylmcf lapjv py-lap-solver
  yardsticks.py PATH/TO/rapport [--work capacity,warm] [--size 1000] [--rounds 3]

capacity: three places on either side, only pairs above 0, scores times 1000 as whole numbers for the flow solvers (OR-tools, pylmcf).
warm: 1 % of rows and columns drawn anew; ours begins from the night before, the peers solve cold.
Ours is `solve_seconds` (reading excluded), theirs the call; for flow solvers without building the graph.
"""
import argparse, json, os, subprocess, tempfile, time
import numpy as np


def chemistry(n, random):
    score = random.standard_normal((n, 8)) @ random.standard_normal((8, n)) / np.sqrt(8)
    return (score + 0.3 * random.standard_normal((n, n)) + random.standard_normal(n)[:, None] + random.standard_normal(n)[None]).astype('f4')


def ours(binary, path, *options):
    done = subprocess.run([binary, 'solve', path, '--repeat', '5', *options], check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report['certified']
    seconds = report['solve_seconds']
    return min(seconds if isinstance(seconds, list) else [seconds]), report


def flow_arcs(score):
    n = len(score)
    whole = np.round(score * 1000).astype('i8')
    i, j = np.nonzero(whole > 0)
    return n, i, j, whole[i, j]


def ortools(score):
    from ortools.graph.python import min_cost_flow
    n, i, j, worth = flow_arcs(score)
    flow = min_cost_flow.SimpleMinCostFlow()
    nodes = np.arange(n)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(n, 2 * n), nodes, np.full(n, 3), np.zeros(n, 'i8'))
    flow.add_arcs_with_capacity_and_unit_cost(i, n + j, np.ones(len(i), 'i8'), -worth)
    flow.add_arcs_with_capacity_and_unit_cost(n + nodes, np.full(n, 2 * n + 1), np.full(n, 3), np.zeros(n, 'i8'))
    flow.add_arc_with_capacity_and_unit_cost(2 * n, 2 * n + 1, 3 * n, 0)
    flow.set_node_supply(2 * n, 3 * n)
    flow.set_node_supply(2 * n + 1, -3 * n)
    began = time.perf_counter()
    assert flow.solve() == flow.OPTIMAL
    return time.perf_counter() - began


def pylmcf_solve(score):
    import pylmcf
    n, i, j, worth = flow_arcs(score)
    nodes = np.arange(n)
    starts = np.concatenate([np.full(n, 2 * n), i, n + nodes, [2 * n]])
    ends = np.concatenate([nodes, n + j, np.full(n, 2 * n + 1), [2 * n + 1]])
    rooms = np.concatenate([np.full(n, 3), np.ones(len(i), 'i8'), np.full(n, 3), [3 * n]]).astype('i8')
    top = worth.max()  # every unit passes one pair or the bypass, so shifting both keeps the optimum and all costs non-negative
    costs = np.concatenate([np.zeros(n, 'i8'), top - worth, np.zeros(n, 'i8'), [top]]).astype('i8')
    order = np.lexsort((ends, starts))
    starts, ends, rooms, costs = starts[order], ends[order], rooms[order], costs[order]
    supply = np.zeros(2 * n + 2, 'i8')
    supply[2 * n], supply[2 * n + 1] = 3 * n, -3 * n
    graph = pylmcf.Graph(2 * n + 2, starts.astype('i8'), ends.astype('i8'))
    graph.set_node_supply(supply)
    graph.set_edge_capacities(rooms)
    graph.set_edge_costs(costs)
    began = time.perf_counter()
    graph.solve()
    return time.perf_counter() - began


def cold_peers():
    found = {}
    try:
        import lapjv
        found['src-d lapjv'] = lambda cost: lapjv.lapjv(cost)
    except ImportError: pass
    try:
        from py_lap_solver import _lap1015
        found['algorithm 1015'] = lambda cost: _lap1015.solve_lap_double(
            np.ascontiguousarray(cost, 'f8'), num_valid=-1, use_openmp=False, use_epsilon=True)
    except ImportError: pass
    return found


def report(label, best):
    mine = best.pop('ours')
    rival = min(best, key=best.get)
    print(f'{label:<16} ours {mine * 1e3:9.2f} ms   {rival:<16} {best[rival] * 1e3:9.2f} ms   ratio {mine / best[rival]:.4f}', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('rapport')
    parser.add_argument('--work', default='capacity,warm')
    parser.add_argument('--size', type=int, default=1000)
    parser.add_argument('--rounds', type=int, default=3)
    options = parser.parse_args()
    n, random = options.size, np.random.default_rng(3)
    score = chemistry(n, random)
    with tempfile.TemporaryDirectory() as folder:
        path, rooms, night = (os.path.join(folder, name) for name in ('s.npy', 'rooms.txt', 'night.json'))
        np.save(path, score)
        if 'capacity' in options.work:
            with open(rooms, 'w') as file: file.write('3\n' * n)
            best = {}
            for _ in range(options.rounds):
                for name, solve in (('ours', lambda: ours(options.rapport, path, '--capacity-a', rooms, '--capacity-b', rooms, '--only-above', '0')[0]),
                                    ('OR-tools', lambda: ortools(score)), ('pylmcf', lambda: pylmcf_solve(score))):
                    try: best[name] = min(best.get(name, 1e9), solve())
                    except (ImportError, AttributeError, TypeError) as error: print(f'# without {name}: {error}')
            report(f'capacity 3 {n}', best)
        if 'warm' in options.work:
            done = subprocess.run([options.rapport, 'solve', path, '--prices'], check=True, capture_output=True, text=True)
            with open(night, 'w') as file: file.write(done.stdout)
            fresh = chemistry(n, random)
            rows, columns = random.choice(n, n // 100, False), random.choice(n, n // 100, False)
            score[rows] = fresh[rows]; score[:, columns] = fresh[:, columns]
            np.save(path, score)
            cost = -score; cost -= cost.min()
            best, cold = {}, 1e9
            for _ in range(options.rounds):
                seconds, warm = ours(options.rapport, path, '--warm-from', night)
                best['ours'] = min(best.get('ours', 1e9), seconds)
                seconds, full = ours(options.rapport, path)
                cold = min(cold, seconds)
                assert abs(warm['total'] - full['total']) < 1e-6 * n
                for name, solve in cold_peers().items():
                    began = time.perf_counter(); solve(cost); best[name] = min(best.get(name, 1e9), time.perf_counter() - began)
            print(f'# ours cold {cold * 1e3:.2f} ms')
            report(f'warm {n}', best)


main()
