// How the passes over many rows are shared among threads.
#ifndef CREW_H
#define CREW_H

#include "CMatchingKernels.h"

/// Works on the entries `from ..< to`.
typedef void (*crew_work)(void *context, int64_t from, int64_t to);

/// Calls `work` for runs of `grain` entries until all `count` are done, on all threads of the crew; without one, once for all.
void crew_share(matching_crew *crew, int64_t count, int64_t grain, crew_work work, void *context);

#endif
