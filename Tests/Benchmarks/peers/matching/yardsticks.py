#!/usr/bin/env python3
"""Capacities, candidate lists and warm starts of `rapport solve` against the peers a user would pick, in alternating rounds on identical input.

  pip install numpy scipy ortools pylmcf lapjv py-lap-solver
  g++ -O3 -march=native -o lemon_flow lemon_flow.cpp     (Debian: liblemon-dev)
  yardsticks.py PATH/TO/rapport [--work capacity,sparse,warm] [--size 1000] [--rounds 3] [--lemon PATH/TO/lemon_flow]

capacity: three places on either side, only pairs above 0, scores times 1000 as whole numbers for the flow solvers (OR-tools, pylmcf).
sparse: 50 candidates a row, scores times 1000 as whole numbers, places may stay empty. A peer that is ten times slower runs once.
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


def candidates(n, random):
    """Fifty candidates for each of n rows, with chemistry scores times 1000."""
    i, j = np.repeat(np.arange(n), 50), random.integers(0, n, 50 * n)
    i, j = np.unravel_index(np.unique(np.ravel_multi_index((i, j), (n, n))), (n, n))
    left, right = random.standard_normal((n, 8)), random.standard_normal((n, 8))
    worth = np.einsum('kd,kd->k', left[i], right[j]) / np.sqrt(8) + 0.3 * random.standard_normal(len(i))
    worth += random.standard_normal(n)[i] + random.standard_normal(n)[j]
    return n, i, j, np.round(worth * 1000).astype('i8')


def ortools(arcs, room):
    from ortools.graph.python import min_cost_flow
    n, i, j, worth = arcs
    flow = min_cost_flow.SimpleMinCostFlow()
    nodes = np.arange(n)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(n, 2 * n), nodes, np.full(n, room), np.zeros(n, 'i8'))
    flow.add_arcs_with_capacity_and_unit_cost(i, n + j, np.ones(len(i), 'i8'), -worth)
    flow.add_arcs_with_capacity_and_unit_cost(n + nodes, np.full(n, 2 * n + 1), np.full(n, room), np.zeros(n, 'i8'))
    flow.add_arc_with_capacity_and_unit_cost(2 * n, 2 * n + 1, room * n, 0)
    flow.set_node_supply(2 * n, room * n)
    flow.set_node_supply(2 * n + 1, -room * n)
    began = time.perf_counter()
    assert flow.solve() == flow.OPTIMAL
    return time.perf_counter() - began, -flow.optimal_cost()


def lemon(binary, arcs, room):
    """LEMON's network simplex on the same arcs, written to a file: 32-bit numbers n, room, arcs, then i, j, worth."""
    n, i, j, worth = arcs
    with tempfile.NamedTemporaryFile() as file:
        np.array([n, room, len(i)], 'i4').tofile(file)
        for column in (i, j, worth): np.ascontiguousarray(column, 'i4').tofile(file)
        file.flush()
        seconds, total = subprocess.run([binary, file.name], check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(total)


def pylmcf_solve(arcs, room):
    import pylmcf
    n, i, j, worth = arcs
    nodes = np.arange(n)
    starts = np.concatenate([np.full(n, 2 * n), i, n + nodes, [2 * n]])
    ends = np.concatenate([nodes, n + j, np.full(n, 2 * n + 1), [2 * n + 1]])
    rooms = np.concatenate([np.full(n, room), np.ones(len(i), 'i8'), np.full(n, room), [room * n]]).astype('i8')
    top = worth.max()  # every unit passes one pair or the bypass, so shifting both keeps the optimum and all costs non-negative
    costs = np.concatenate([np.zeros(n, 'i8'), top - worth, np.zeros(n, 'i8'), [top]]).astype('i8')
    order = np.lexsort((ends, starts))
    starts, ends, rooms, costs = starts[order], ends[order], rooms[order], costs[order]
    supply = np.zeros(2 * n + 2, 'i8')
    supply[2 * n], supply[2 * n + 1] = room * n, -room * n
    graph = pylmcf.Graph(2 * n + 2, starts.astype('i8'), ends.astype('i8'))
    graph.set_node_supply(supply)
    graph.set_edge_capacities(rooms)
    graph.set_edge_costs(costs)
    began = time.perf_counter()
    graph.solve()
    return time.perf_counter() - began, top * room * n - graph.total_cost()


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


def write_candidates(path, arcs):
    _, i, j, worth = arcs
    with open(path, 'w') as file:
        file.write('row,column,score\n')
        np.savetxt(file, np.column_stack([i, j, worth]), fmt='%d', delimiter=',')


def flows(label, options, arcs, room, solve_ours, sums_agree):
    """Ours and the flow solvers in turn; with `sums_agree` every optimum must be the same."""
    rivals = {'OR-tools': lambda: ortools(arcs, room), 'pylmcf': lambda: pylmcf_solve(arcs, room)}
    if options.lemon: rivals['LEMON'] = lambda: lemon(options.lemon, arcs, room)
    best = {}
    for _ in range(options.rounds):
        seconds, found = solve_ours()
        best['ours'] = min(best.get('ours', seconds), seconds)
        for name, solve in list(rivals.items()):
            try: seconds, total = solve()
            except (ImportError, AttributeError, TypeError) as error:
                print(f'# without {name}: {error}'); del rivals[name]; continue
            if sums_agree: assert total == found['total'], f'{name} found {total}, ours {found["total"]}'
            best[name] = min(best.get(name, seconds), seconds)
            if seconds > 10 and seconds > 10 * best['ours']: del rivals[name]
    for name in best: print(f'#   {name:<12} {best[name] * 1e3:9.2f} ms')
    report(label, best)


def report(label, best):
    mine = best.pop('ours')
    rival = min(best, key=best.get)
    print(f'{label:<16} ours {mine * 1e3:9.2f} ms   {rival:<16} {best[rival] * 1e3:9.2f} ms   ratio {mine / best[rival]:.4f}', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('rapport')
    parser.add_argument('--work', default='capacity,sparse,warm')
    parser.add_argument('--size', type=int, default=1000)
    parser.add_argument('--rounds', type=int, default=3); parser.add_argument('--lemon')
    options = parser.parse_args()
    n, random = options.size, np.random.default_rng(3)
    # A matrix of a hundred thousand rows would not fit.
    score = chemistry(n, random) if 'capacity' in options.work or 'warm' in options.work else None
    with tempfile.TemporaryDirectory() as folder:
        path, rooms, night = (os.path.join(folder, name) for name in ('s.npy', 'rooms.txt', 'night.json'))
        if score is not None: np.save(path, score)
        if 'capacity' in options.work:
            with open(rooms, 'w') as file: file.write('3\n' * n)
            solve = lambda: ours(options.rapport, path, '--capacity-a', rooms, '--capacity-b', rooms, '--only-above', '0')
            flows(f'capacity 3 {n}', options, flow_arcs(score), 3, solve, None)
        if 'sparse' in options.work:
            arcs, listed = candidates(n, random), os.path.join(folder, 's.csv')
            write_candidates(listed, arcs)
            flows(f'sparse {n}', options, arcs, 1, lambda: ours(options.rapport, listed, '--only-above', '0', '--no-prices'), True)
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
