#include "CMatchingKernels.h"

#include <string.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

void matching_prefer_large_pages(const void *memory, int64_t bytes) {
#if defined(__linux__)
    const uintptr_t page = (uintptr_t)2 << 20;
    uintptr_t from = ((uintptr_t)memory + page - 1) & ~(page - 1), to = ((uintptr_t)memory + (uintptr_t)bytes) & ~(page - 1);
    if (to > from) madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}

int32_t matching_same_bytes(const void *left, const void *right, int64_t bytes) { return memcmp(left, right, (size_t)bytes) == 0; }
