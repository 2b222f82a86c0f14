// libpq as Swift sees it, and readiness of sockets by epoll.
//
// Nothing here may define _GNU_SOURCE or include <sys/socket.h> or <unistd.h>: a second view of the C library's
// types breaks other C modules of the same program (SwiftNIO's) in debug builds.

#ifndef CLIBPQ_H
#define CLIBPQ_H

#include <stdint.h>

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

/// Bits of an interest in, or of a report about, a descriptor.
static const uint32_t readiness_read = 1;
static const uint32_t readiness_write = 2;

/// One report: the token given with the descriptor, and what may be done now. An error or a hang-up is reported as
/// both readable and writable, so that the next call on the descriptor finds it.
struct readiness_event {
    uint64_t token;
    uint32_t ready;
};

/// A new epoll instance; -1 with errno set when there is none to be had.
int readiness_create(void);

/// Watches a descriptor, level-triggered. 0, or -1 with errno set.
int readiness_add(int instance, int descriptor, uint64_t token, uint32_t interest);

/// Changes what a watched descriptor is watched for; no interest at all is allowed.
int readiness_change(int instance, int descriptor, uint64_t token, uint32_t interest);

/// Stops watching. To be called before the descriptor is closed.
int readiness_remove(int instance, int descriptor);

/// Waits for at most `milliseconds` (-1: for ever). The number of reports, 0 also after a signal.
int readiness_wait(int instance, struct readiness_event *events, int capacity, int milliseconds);

/// A descriptor that another thread can make readable; -1 with errno set.
int wakeup_create(void);

/// Makes the descriptor readable; from any thread.
void wakeup_signal(int descriptor);

/// Makes it unreadable again.
void wakeup_clear(int descriptor);

/// Names the calling thread, as debuggers and `top -H` show it: 15 bytes at most.
void thread_set_name(const char *name);

#endif
