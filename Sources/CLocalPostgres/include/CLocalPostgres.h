#ifndef C_LOCAL_POSTGRES_H
#define C_LOCAL_POSTGRES_H

#include <sys/types.h>

/* How to start one program as a child of the calling thread.
 *
 * All pointers stay owned by the caller and are only read during the call. */
struct local_postgres_launch {
    const char *program;        /* absolute path */
    char *const *arguments;     /* ends with NULL, the program's name first */
    char *const *environment;   /* ends with NULL; nothing is inherited */
    int output;                 /* descriptor that becomes standard output and standard error */
    int death_signal;           /* sent to the child when the calling THREAD ends */
    int switches_user;          /* 0: keep the caller's user, the next three are not read */
    uid_t user;
    gid_t group;
    const char *user_name;      /* whose supplementary groups the child gets */
};

/* The step of a launch that failed. */
enum local_postgres_step {
    local_postgres_step_groups = 1,
    local_postgres_step_fork,
    local_postgres_step_session,
    local_postgres_step_user,
    local_postgres_step_descriptors,
    local_postgres_step_death_signal,
    local_postgres_step_execute
};

/* Starts the program in a session of its own, with default signal actions, "/" as its working
 * folder, umask 077 and no descriptor but 0 (/dev/null), 1 and 2 (`output`).
 *
 * Returns the child's process id once the program is executing, or -1 with *failed_step and
 * *failed_errno set; no child is left behind then. The calling thread must stay alive for as long
 * as the child shall: Linux ties the death signal to the thread that forked. */
pid_t local_postgres_launch(const struct local_postgres_launch *launch, int *failed_step, int *failed_errno);

/* Makes a file without a name, in memory, closed on exec. Returns its descriptor, or -1 with errno set.
 * (Swift's Glibc module does not show memfd_create.) */
int local_postgres_memory_file(void);

#endif
