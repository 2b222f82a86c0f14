// Passes over rows of scores for the Matching target, with the widest vectors the processor has.
#ifndef C_MATCHING_KERNELS_H
#define C_MATCHING_KERNELS_H

#include <stdint.h>

#endif
