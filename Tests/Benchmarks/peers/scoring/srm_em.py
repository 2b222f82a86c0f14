#!/usr/bin/env python3
"""Yardstick: the additive part of Scoring's model by the same EM in vectorised NumPy (no profiles, no features).

  srm_em.py [--people 100] [--sheets 4000] [--rounds 25] [--repeat 5] [--seconds]

Multivariate Social Relations Model, 16 channels a dyad, complete answers: block Gauss-Seidel over people with one
batched inverse a side, then maximum a posteriori covariances. It does *less* than `fit` (which also regresses on
profiles and dyad features, leaves every dyad out and calibrates), so its time is a lower bound of NumPy's.
One thread: run it with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1.
"""
import argparse
import time

import numpy as np

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--people', type=int, default=100)
parser.add_argument('--sheets', type=int, default=4000)
parser.add_argument('--rounds', type=int, default=25)
parser.add_argument('--repeat', type=int, default=5)
parser.add_argument('--seconds', action='store_true', help='print nothing but the seconds')
o = parser.parse_args()
K, C = 8, 16
rng = np.random.default_rng(1)
n, dyads = o.people, o.sheets // 2
chosen = rng.choice(n * n, dyads, replace=False)
a, b = chosen // n, chosen % n
cov = lambda s: s * (0.5 * np.eye(C) + 0.5 * np.kron(np.eye(2), np.ones((K, K))))
draw = lambda count, s: rng.multivariate_normal(np.zeros(C), cov(s), count)
y = draw(n, .25)[a] + draw(n, .2)[b] + draw(dyads, .6)


def fit():
    sigma, r, mu = [cov(.2), cov(.2)], cov(.55), y.mean(0)
    effects, variances = [np.zeros((n, C)), np.zeros((n, C))], [None, None]
    index = [a, b]
    counts = [np.bincount(i, minlength=n) for i in index]
    for _ in range(o.rounds):
        inverse = np.linalg.inv(r)
        for side in (0, 1):
            residual = y - mu - effects[1 - side][index[1 - side]]
            total = np.zeros((n, C))
            np.add.at(total, index[side], residual)
            precision = np.linalg.inv(sigma[side])[None] + counts[side][:, None, None] * inverse[None]
            variances[side] = np.linalg.inv(precision)
            effects[side] = np.einsum('pij,pj->pi', variances[side], total @ inverse)
            shift = effects[side].mean(0)
            effects[side] -= shift
            mu = mu + shift
        for side in (0, 1):
            s = effects[side].T @ effects[side] + variances[side].sum(0)
            sigma[side] = (20 * cov(.2) + s) / (20 + n)
        residual = y - mu - effects[0][a] - effects[1][b]
        r = (60 * cov(.55) + residual.T @ residual + np.tensordot(counts[0], variances[0], 1)
             + np.tensordot(counts[1], variances[1], 1)) / (60 + dyads)
    return sigma, r


times = []
for _ in range(o.repeat):
    start = time.process_time()
    fit()
    times.append(time.process_time() - start)
if o.seconds:
    print(min(times))
else:
    print(f'{n} + {n} people, {o.sheets} sheets, {o.rounds} rounds: {min(times):.3f} s of CPU (best of {o.repeat})')
