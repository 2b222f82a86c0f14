// Threads that share loops over rows. They spin for a moment between loops, because the next one comes soon, and then sleep.

#include "crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { most_threads = 64, patience = 2000 };

struct matching_crew {
    pthread_t threads[most_threads];
    int32_t count;
    pthread_mutex_t door;
    pthread_cond_t bell;
    // Raised with every loop, and once more to end.
    atomic_uint turn;
    atomic_int isOver;
    atomic_int working;
    crew_work work;
    void *context;
    int64_t end, grain;
    atomic_llong next;
};

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void take_part(matching_crew *crew) {
    for (;;) {
        int64_t from = atomic_fetch_add_explicit(&crew->next, crew->grain, memory_order_relaxed);
        if (from >= crew->end) return;
        int64_t to = from + crew->grain;
        crew->work(crew->context, from, to < crew->end ? to : crew->end);
    }
}

static void *stand_by(void *argument) {
    matching_crew *crew = argument;
    unsigned seen = 0;
    for (;;) {
        int spins = 0;
        while (atomic_load_explicit(&crew->turn, memory_order_acquire) == seen && spins++ < patience) pause_briefly();
        if (atomic_load_explicit(&crew->turn, memory_order_acquire) == seen) {
            pthread_mutex_lock(&crew->door);
            while (atomic_load_explicit(&crew->turn, memory_order_acquire) == seen)
                pthread_cond_wait(&crew->bell, &crew->door);
            pthread_mutex_unlock(&crew->door);
        }
        seen++;
        if (atomic_load_explicit(&crew->isOver, memory_order_acquire)) return NULL;
        take_part(crew);
        atomic_fetch_sub_explicit(&crew->working, 1, memory_order_release);
    }
}

static void ring(matching_crew *crew) {
    pthread_mutex_lock(&crew->door);
    atomic_fetch_add_explicit(&crew->turn, 1, memory_order_release);
    pthread_cond_broadcast(&crew->bell);
    pthread_mutex_unlock(&crew->door);
}

matching_crew *matching_crew_gather(int32_t threads) {
    if (threads < 2) return NULL;
    matching_crew *crew = calloc(1, sizeof *crew);
    if (!crew) return NULL;
    pthread_mutex_init(&crew->door, NULL);
    pthread_cond_init(&crew->bell, NULL);
    int32_t wanted = (threads < most_threads ? threads : most_threads) - 1;
    while (crew->count < wanted && pthread_create(&crew->threads[crew->count], NULL, stand_by, crew) == 0) crew->count++;
    if (crew->count == 0) {
        matching_crew_dismiss(crew);
        return NULL;
    }
    return crew;
}

void matching_crew_dismiss(matching_crew *crew) {
    if (!crew) return;
    atomic_store_explicit(&crew->isOver, 1, memory_order_release);
    ring(crew);
    for (int32_t index = 0; index < crew->count; index++) pthread_join(crew->threads[index], NULL);
    pthread_cond_destroy(&crew->bell);
    pthread_mutex_destroy(&crew->door);
    free(crew);
}

void crew_share(matching_crew *crew, int64_t count, int64_t grain, crew_work work, void *context) {
    if (!crew || count <= grain) {
        if (count > 0) work(context, 0, count);
        return;
    }
    crew->work = work;
    crew->context = context;
    crew->end = count;
    crew->grain = grain;
    atomic_store_explicit(&crew->next, 0, memory_order_relaxed);
    atomic_store_explicit(&crew->working, crew->count, memory_order_relaxed);
    ring(crew);
    take_part(crew);
    // Where others want the processor too, the missing thread may be waiting for this one.
    for (int spins = 0; atomic_load_explicit(&crew->working, memory_order_acquire) > 0; spins++)
        if (spins < patience) pause_briefly(); else sched_yield();
}
