#!/usr/bin/env python3
"""Independent oracle for the means of OracleTests.swift: the exact Gaussian posterior by one dense solve.

Two people on side a, three on side b, one factor, so six channels: factor, success, decision of a about b, then
the same of b about a. No grand mean, no profiles. Needs NumPy only; prints Swift array literals.
"""
import numpy as np

ANSWERS, SIDES = 3, [0, 0, 1, 1, 1]
LOADING = [0.7, 0.8, 0.75]
# Shares of ratings (factor, success) and of the decision.
ACTOR, PARTNER, DYAD = [0.23, 0.23, 0.14], [0.125, 0.125, 0.11], [0.555, 0.555, 0.62]
RECIPROCITY = 0.15


def prior():
    n = 2 * ANSWERS
    people, dyad = [np.zeros((n, n)), np.zeros((n, n))], np.zeros((n, n))
    for r in range(n):
        for c in range(n):
            one, two, start, end = r % ANSWERS, c % ANSWERS, r // ANSWERS, c // ANSWERS
            across = LOADING[one] * LOADING[two]
            alike = 1.0 if one == two else across
            share = lambda part: (part[one] * part[two]) ** 0.5
            dyad[r, c] = share(DYAD) * (alike if start == end else RECIPROCITY * across)
            if start == end:
                for side in (0, 1):
                    people[side][r, c] = alike * share(ACTOR if start == side else PARTNER)
    return people, dyad


# (a, b, answers of the six channels, None = unanswered)
DYADS = [
    (0, 2, [0.5, 1.0, -0.5, 0.2, None, 1.0]),
    (0, 3, [-1.0, -0.5, -1.0, None, None, None]),
    (1, 2, [1.5, None, 1.0, 0.8, 0.6, 1.0]),
    (1, 4, [None, None, None, -0.7, -1.2, -1.0]),
]

people, dyad = prior()
n = 2 * ANSWERS
latent = np.zeros((len(SIDES) * n,) * 2)
for p, side in enumerate(SIDES):
    latent[p * n:(p + 1) * n, p * n:(p + 1) * n] = people[side]
design, noise, y = [], [], []
for a, b, answers in DYADS:
    seen = [k for k, v in enumerate(answers) if v is not None]
    rows = np.zeros((len(seen), latent.shape[0]))
    for i, k in enumerate(seen):
        rows[i, a * n + k] = rows[i, b * n + k] = 1
        y.append(answers[k])
    design.append(rows)
    noise.append(dyad[np.ix_(seen, seen)])
X = np.vstack(design)
R = np.zeros((len(y), len(y)))
at = 0
for block in noise:
    R[at:at + len(block), at:at + len(block)] = block
    at += len(block)
mean = latent @ X.T @ np.linalg.solve(X @ latent @ X.T + R, np.array(y))
for p in range(len(SIDES)):
    print('[' + ', '.join(f'{v:.10f}' for v in mean[p * n:(p + 1) * n]) + '],')

# Leaving dyad 0 out, exactly: the prediction of its six channels.
keep = [i for i in range(len(y)) if i >= 5]
Xk, Rk = X[keep], R[np.ix_(keep, keep)]
gone = latent @ Xk.T @ np.linalg.solve(Xk @ latent @ Xk.T + Rk, np.array(y)[keep])
print('left out', [round(float(gone[0 * n + k] + gone[2 * n + k]), 10) for k in range(n)])
