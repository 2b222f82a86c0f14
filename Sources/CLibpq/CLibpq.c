// For pthread_setname_np; here only, since in a header it would change what other modules see.
#define _GNU_SOURCE

#include "CLibpq.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { batch = 64 };

static uint32_t as_epoll(uint32_t interest) {
    uint32_t events = 0;
    if (interest & readiness_read) events |= EPOLLIN;
    if (interest & readiness_write) events |= EPOLLOUT;
    return events;
}

static int control(int instance, int operation, int descriptor, uint64_t token, uint32_t interest) {
    struct epoll_event event = {.events = as_epoll(interest), .data = {.u64 = token}};
    return epoll_ctl(instance, operation, descriptor, &event);
}

int readiness_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int readiness_add(int instance, int descriptor, uint64_t token, uint32_t interest) {
    return control(instance, EPOLL_CTL_ADD, descriptor, token, interest);
}

int readiness_change(int instance, int descriptor, uint64_t token, uint32_t interest) {
    return control(instance, EPOLL_CTL_MOD, descriptor, token, interest);
}

int readiness_remove(int instance, int descriptor) {
    return control(instance, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int readiness_wait(int instance, struct readiness_event *events, int capacity, int milliseconds) {
    struct epoll_event reported[batch];
    int count = epoll_wait(instance, reported, capacity < batch ? capacity : batch, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int index = 0; index < count; index++) {
        uint32_t seen = reported[index].events;
        uint32_t ready = 0;
        if (seen & (EPOLLIN | EPOLLERR | EPOLLHUP)) ready |= readiness_read;
        if (seen & (EPOLLOUT | EPOLLERR | EPOLLHUP)) ready |= readiness_write;
        events[index].token = reported[index].data.u64;
        events[index].ready = ready;
    }
    return count;
}

int wakeup_create(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void wakeup_signal(int descriptor) {
    uint64_t one = 1;
    // A full counter already is readable, which is all that is wanted.
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}

void wakeup_clear(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}

void thread_set_name(const char *name) {
    pthread_setname_np(pthread_self(), name);
}
