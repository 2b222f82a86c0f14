/* Fork and exec with everything a private PostgreSQL server needs done in between.
 *
 * This is C because nothing of the Swift run time may run between fork and exec in a process with
 * several threads: only async-signal-safe calls are allowed there. */

#define _GNU_SOURCE
#include "CLocalPostgres.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { report_descriptor = 3, most_groups = 256 };

struct failure {
    int step;
    int error;
};

static void fail(int report, enum local_postgres_step step) {
    struct failure failure = {.step = step, .error = errno};
    /* Nothing is left to do if even this write fails: the parent then sees an exit with 127. */
    ssize_t written = write(report, &failure, sizeof failure);
    (void)written;
    _exit(127);
}

/* An ignored signal stays ignored across exec, and servers ignore SIGPIPE and, for orderly shutdown,
 * SIGINT and SIGTERM: the very signals PostgreSQL is stopped with. */
static void reset_signals(void) {
    struct sigaction default_action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &default_action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_from(int first) {
    if (close_range((unsigned)first, ~0U, 0) == 0) return;
    /* Kernels before 5.9. */
    long limit = sysconf(_SC_OPEN_MAX);
    for (long descriptor = first; descriptor < limit; descriptor++) close((int)descriptor);
}

/* Moves `report` to its place without the output landing on top of it, or the other way round. */
static int arrange_descriptors(int output, int *report) {
    int kept_output = fcntl(output, F_DUPFD, report_descriptor + 1);
    int kept_report = fcntl(*report, F_DUPFD, report_descriptor + 1);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (kept_output < 0 || kept_report < 0 || nothing < 0) return -1;
    if (dup2(nothing, 0) < 0 || dup2(kept_output, 1) < 0 || dup2(kept_output, 2) < 0) return -1;
    /* The report closes itself when the program executes: that is how the parent knows. */
    if (kept_report != report_descriptor && dup3(kept_report, report_descriptor, O_CLOEXEC) < 0) return -1;
    *report = report_descriptor;
    close_from(report_descriptor + 1);
    return 0;
}

static void become(const struct local_postgres_launch *launch, int report, pid_t parent,
                   const gid_t *groups, int group_count) {
    reset_signals();
    /* Ctrl-C goes to the whole foreground process group and must not stop the server under an
     * application that is still draining. */
    if (setsid() < 0) fail(report, local_postgres_step_session);
    if (arrange_descriptors(launch->output, &report) < 0) fail(report, local_postgres_step_descriptors);
    if (launch->switches_user
        && (setgroups((size_t)group_count, groups) < 0 || setgid(launch->group) < 0
            || setuid(launch->user) < 0))
        fail(report, local_postgres_step_user);
    /* After setuid, which clears the death signal. */
    if (prctl(PR_SET_PDEATHSIG, launch->death_signal) < 0) fail(report, local_postgres_step_death_signal);
    /* The parent may have died before the line above took effect. */
    if (getppid() != parent) _exit(127);
    umask(S_IRWXG | S_IRWXO);
    if (chdir("/") < 0) fail(report, local_postgres_step_execute);
    execve(launch->program, launch->arguments, launch->environment);
    fail(report, local_postgres_step_execute);
}

static pid_t failed(enum local_postgres_step step, int error, int *failed_step, int *failed_errno) {
    *failed_step = step;
    *failed_errno = error;
    return -1;
}

/* Reads what the child has to report. Returns 0 when the program executes, -1 otherwise. */
static int read_report(int report, struct failure *failure) {
    for (;;) {
        ssize_t count = read(report, failure, sizeof *failure);
        if (count == (ssize_t)sizeof *failure) return -1;
        if (count == 0) return 0;
        if (count < 0 && errno == EINTR) continue;
        failure->step = local_postgres_step_fork;
        failure->error = count < 0 ? errno : EIO;
        return -1;
    }
}

/* Forks with all signals blocked, so that no handler of the parent runs in the child. */
static pid_t fork_quietly(sigset_t *before) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
    return fork();
}

pid_t local_postgres_launch(const struct local_postgres_launch *launch, int *failed_step, int *failed_errno) {
    gid_t groups[most_groups];
    int group_count = most_groups;
    /* Reads /etc/group, which is not allowed after fork. */
    if (launch->switches_user
        && getgrouplist(launch->user_name, launch->group, groups, &group_count) < 0)
        return failed(local_postgres_step_groups, E2BIG, failed_step, failed_errno);

    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return failed(local_postgres_step_fork, errno, failed_step, failed_errno);
    pid_t parent = getpid();
    sigset_t before;
    pid_t child = fork_quietly(&before);
    if (child == 0) become(launch, report[1], parent, groups, group_count);
    int fork_error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        return failed(local_postgres_step_fork, fork_error, failed_step, failed_errno);
    }
    struct failure failure;
    int outcome = read_report(report[0], &failure);
    close(report[0]);
    if (outcome == 0) return child;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return failed((enum local_postgres_step)failure.step, failure.error, failed_step, failed_errno);
}

int local_postgres_memory_file(void) {
    return memfd_create("output", MFD_CLOEXEC);
}
