#!/usr/bin/env python3
"""Matrices that are hard for one algorithm or another: `rapport solve` against the assignment solvers a user would pick, in one run.

  pip install numpy scipy lap lapx lapcpp laprust lapjv py-lap-solver     (a missing one is skipped)
  hard_classes.py PATH/TO/rapport [--sizes 500,1000] [--only line,ties] [--float32] [--rounds 3] [--seed 11]

Rounds alternate ours and theirs; the least time counts; ours is `solve_seconds` (reading excluded), theirs the call. Every
result must be a full assignment, and none may be better than ours. One line for each class, with the ratio to the fastest peer;
ends with 1 if a ratio passes 1.
"""
import argparse, json, os, subprocess, sys, tempfile, time
for variable in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'RAYON_NUM_THREADS'): os.environ.setdefault(variable, '1')
import numpy as np


def places(n, random):
    x, y = random.random((n, 2)), random.random((n, 2))
    return np.hypot(x[:, None, 0] - y[None, :, 0], x[:, None, 1] - y[None, :, 1])


def groups(n, random, count, apart):
    left, right = random.integers(0, count, (2, n))
    return (left[:, None] == right[None]) * apart + 0.1 * random.random((n, n))


def on_line(n, random): return np.abs(random.random(n)[:, None] - random.random(n)[None])


def around(n, random):
    distance = on_line(n, random)
    return np.minimum(distance, 1 - distance)


def planted(n, random):
    score = random.random((n, n))
    score[np.arange(n), random.permutation(n)] += 2
    return score


def few(n, random): return np.where(random.random((n, n)) < 0.002, random.random((n, n)), 0)


numbers = lambda n: np.arange(1.0, n + 1)
classes = {
    'machol-wien': lambda n, r: -np.outer(numbers(n), numbers(n)),
    'rank one': lambda n, r: np.outer(r.random(n), r.random(n)),
    'rank one + noise': lambda n, r: np.outer(r.random(n), r.random(n)) + 1e-3 * r.random((n, n)),
    'rank three + noise': lambda n, r: r.standard_normal((n, 3)) @ r.standard_normal((3, n)) + 0.1 * r.standard_normal((n, n)),
    'line': lambda n, r: -on_line(n, r), 'far on a line': on_line, 'circle': lambda n, r: -around(n, r),
    'plane': lambda n, r: -places(n, r), 'far in a plane': places,
    'ties': lambda n, r: r.integers(0, 3, (n, n)), 'ten levels': lambda n, r: r.integers(0, 10, (n, n)),
    'integers': lambda n, r: r.integers(1, 101, (n, n)), 'products mod n': lambda n, r: np.outer(numbers(n), numbers(n)) % n,
    'heavy tail': lambda n, r: 1 / (1e-6 + r.random((n, n))), 'pareto': lambda n, r: r.pareto(1, (n, n)),
    'exponential': lambda n, r: r.exponential(size=(n, n)), 'exponential costs': lambda n, r: -r.exponential(size=(n, n)),
    'two clusters': lambda n, r: groups(n, r, 2, 1), 'eight clusters': lambda n, r: groups(n, r, 8, 2),
    'blocks': lambda n, r: np.kron(r.random((10, 10)), np.ones((n // 10, n // 10))),
    'constant': lambda n, r: np.ones((n, n)), 'equal rows': lambda n, r: np.repeat(r.random((1, n)), n, 0),
    'ten kinds of row': lambda n, r: r.random((10, n))[r.integers(0, 10, n)],
    'row + column': lambda n, r: r.random((n, 1)) + r.random((1, n)),
    'planted': planted, 'few worthwhile': few, 'triangle': lambda n, r: np.tril(np.ones((n, n))),
    'rows of any size': lambda n, r: r.random((n, n)) * np.exp(4 * r.standard_normal((n, 1))),
    'columns of any size': lambda n, r: r.random((n, n)) * np.exp(4 * r.standard_normal((1, n))),
    'large offset': lambda n, r: 1e6 + r.random((n, n)), 'negative': lambda n, r: -1 - r.random((n, n)),
}


def peers():
    found = {}

    def add(name, make):
        try: found[name] = make()
        except Exception as error: print(f'# without {name}: {error}', file=sys.stderr)

    def scipy():
        from scipy.optimize import linear_sum_assignment as solve
        return lambda cost: solve(cost)[1]

    def lap(name):
        import lap as module
        solve, place = getattr(module, name), 0 if name == 'lapjv' else 1
        return lambda cost: solve(cost, extend_cost=False, return_cost=False)[place]

    def core(name):
        solve = __import__(name).lapjv
        return lambda cost: solve(cost, extend_cost=False, return_cost=False)[1]

    def source_d():
        import lapjv
        return lambda cost: lapjv.lapjv(cost)[0]

    def algorithm_1015():
        from py_lap_solver import _lap1015
        return lambda cost: _lap1015.solve_lap_double(cost, num_valid=-1, use_openmp=False, use_epsilon=True)

    add('scipy', scipy)
    for name in ('lapjv', 'lapjvr', 'lapjvh'): add(f'lapx {name}', lambda name=name: lap(name))
    for name in ('lapcpp', 'laprust'): add(name, lambda name=name: core(name))
    add('src-d lapjv', source_d)
    add('algorithm 1015', algorithm_1015)
    return found


def ours(binary, path):
    done = subprocess.run([binary, 'solve', path, '--repeat', '3'], check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report['certified']
    seconds = report['solve_seconds']
    return min(seconds if isinstance(seconds, list) else [seconds]), np.array(report['assignment'])


def worth(score, columns):
    if sorted(columns.tolist()) != list(range(len(score))): return None
    return score.astype('f8')[np.arange(len(score)), columns].sum()


def compare(binary, score, rivals, rounds):
    """The least time of each solver, ours among them. A peer that fails, or is no full assignment or short of the optimum, is left out."""
    cost = np.ascontiguousarray(-score.astype('f8'))
    cost -= cost.min()
    best, left = {}, dict(rivals)
    with tempfile.NamedTemporaryFile(suffix='.npy') as file:
        np.save(file, score); file.flush()
        for _ in range(rounds):
            seconds, columns = ours(binary, file.name)
            best['ours'] = min(best.get('ours', seconds), seconds)
            total = worth(score, columns)
            slack = 1e-6 * max(1, abs(total))
            for name, solve in list(left.items()):
                try:
                    began = time.perf_counter(); found = np.asarray(solve(cost)); took = time.perf_counter() - began
                    value = worth(score, found)
                except Exception: value = None
                if value is None or value < total - slack:
                    del left[name]; best.pop(name, None)
                    continue
                assert value <= total + slack, f'{name} found {value}, ours only {total}'
                best[name] = min(best.get(name, took), took)
                if took > 20 * min(best.values()) and took > 0.1: del left[name]
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('rapport')
    parser.add_argument('--sizes', default='1000'); parser.add_argument('--only', default=','.join(classes))
    parser.add_argument('--float32', action='store_true')
    parser.add_argument('--rounds', type=int, default=3); parser.add_argument('--seed', type=int, default=11)
    options = parser.parse_args()
    rivals, above = peers(), 0
    for n in map(int, options.sizes.split(',')):
        for name in options.only.split(','):
            score = np.ascontiguousarray(classes[name](n, np.random.default_rng(options.seed)), 'f4' if options.float32 else 'f8')
            best = compare(options.rapport, score, rivals, options.rounds)
            mine = best.pop('ours')
            rival = min(best, key=best.get)
            ratio = mine / best[rival]
            above += ratio > 1
            print(f'{name:<20} {n:5} ours {mine * 1e3:8.2f} ms   {rival:<14} {best[rival] * 1e3:8.2f} ms   ratio {ratio:.2f}', flush=True)
    print(f'{above} above 1')
    sys.exit(1 if above else 0)


main()
