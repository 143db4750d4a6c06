/* A machine that fails at a known moment, preloaded into the process that is tried.

   It counts what the process does to files below a folder (opens to write, writes, truncates, syncs,
   renames, links, unlinks) and, before the one to which it is set, does what `kind` says:

     kill hup term   the process gets that signal
     full            from then on no file grows
     readonly        from then on nothing is written, made, renamed or removed
     clock           from then on the time of day is two days earlier
     tell            whoever started the process is told, and may do something before it goes on
     power           what was not synced is undone, some of it kept at random, and the process is killed

   It is set by FAULT="kind:point:seed:handle:folder" in the environment, or by fault_arm() with that text.
   Undone are the writes to a file since its last sync and the names changed in a folder since the last sync of
   the folder; names come back in order, as file systems with a journal keep them. Mapped memory is not followed:
   SQLite keeps only its index of the log there, and makes it anew. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NONE, KILL, HUP, TERM, FULL, READONLY, CLOCK, TELL, POWER, KINDS };
static const char *NAMES[KINDS] = {"none", "kill", "hup", "term", "full", "readonly", "clock", "tell", "power"};
static const time_t BACK = 2 * 24 * 60 * 60;

static int kind = NONE, armed, failed, tell = -1, halved;
static long point, count;
static unsigned seed;
static char folder[PATH_MAX];
static size_t folder_length;
static pthread_mutex_t only = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

/* What is not on the disk yet. */
enum what { DATA, MADE, RENAMED, REMOVED };
struct op {
    enum what what;
    dev_t dev;
    ino_t ino;
    int fd;                     /* ours: of the file, or of what a name stood for */
    off_t at, size;             /* where, and how large the file was */
    size_t length, new_length;  /* of the old bytes, and of the new; no new ones for a truncate */
    off_t truncated;            /* to how many bytes; -1 for a write */
    char *old, *now, *from, *to;
    int durable;
    struct op *before;
};
static struct op *last;

static long sys_open(const char *path, int flags, mode_t mode)
{
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int inside(const char *path)
{
    return armed && !strncmp(path, folder, folder_length) && path[folder_length] == '/';
}

static int named(int at, const char *path, char *whole)
{
    if (!armed || !path)
        return 0;
    if (path[0] == '/' || at == AT_FDCWD) {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        char link[64], base[PATH_MAX];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0)
            return 0;
        base[length] = 0;
        if (snprintf(whole, PATH_MAX, "%s/%s", base, path) >= PATH_MAX)
            return 0;
    }
    return inside(whole);
}

static int opened(int fd, char *whole)
{
    char link[64];
    if (!armed)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, whole, PATH_MAX - 1);
    if (length < 0)
        return 0;
    whole[length] = 0;
    return inside(whole);
}

static void to_end(int fd, const char *bytes, size_t length, off_t at)
{
    while (length) {
        ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, at);
        if (done <= 0)
            return;
        bytes += done, at += done, length -= done;
    }
}

static int again(void)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) & 1;
}

static void bring_back(const char *name, int fd)
{
    char link[64], piece[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (!syscall(SYS_linkat, AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW))
        return;
    int to = sys_open(name, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    off_t at = 0;
    for (ssize_t got; to >= 0 && (got = pread(fd, piece, sizeof piece, at)) > 0; at += got)
        to_end(to, piece, got, at);
}

static void power_fails(void)
{
    long names = 0, lost;
    int some = again();
    for (struct op *one = last; one; one = one->before)
        names += one->what != DATA && !one->durable;
    lost = some && names ? (long)(seed >> 8) % (names + 1) : names;
    for (struct op *one = last; one; one = one->before) {
        if (one->durable)
            continue;
        if (one->what == DATA) {
            to_end(one->fd, one->old, one->length, one->at);
            syscall(SYS_ftruncate, one->fd, one->size);
        } else if (lost-- > 0) {
            if (one->what == MADE && syscall(SYS_unlinkat, AT_FDCWD, one->to, 0))
                syscall(SYS_unlinkat, AT_FDCWD, one->to, AT_REMOVEDIR);
            if (one->what == RENAMED)
                syscall(SYS_renameat2, AT_FDCWD, one->to, AT_FDCWD, one->from, 0);
            if (one->what != MADE && one->fd >= 0)
                bring_back(one->to, one->fd);
        }
    }
    /* The disk may have taken some of the writes, in any order. */
    struct op *first = NULL;
    for (struct op *one = last, *next; one; one = next)
        next = one->before, one->before = first, first = one;
    for (struct op *one = first; one && some; one = one->before) {
        if (one->what != DATA || one->durable || !again())
            continue;
        if (one->truncated >= 0)
            syscall(SYS_ftruncate, one->fd, one->truncated);
        else
            to_end(one->fd, one->now, one->new_length, one->at);
    }
    kill(getpid(), SIGKILL);
    pause();
}

/* Before each thing that is done; what it fails with, 0 where it is done. */
static int touch(void)
{
    if (++count == point) {
        failed = 1;
        if (kind == POWER)
            power_fails();
        if (kind == KILL || kind == HUP || kind == TERM)
            kill(getpid(), kind == KILL ? SIGKILL : kind == HUP ? SIGHUP : SIGTERM);
        if (kind == TELL) {
            char said = 'T';
            struct pollfd answer = {tell, POLLIN, 0};
            if (syscall(SYS_write, tell, &said, 1) == 1 && poll(&answer, 1, 2000) == 1)
                read(tell, &said, 1);
        }
    }
    return failed && kind == READONLY ? EROFS : 0;
}

static int refuse(int fault)
{
    errno = fault;
    return -1;
}

static struct op *keep(enum what what, const char *from, const char *to)
{
    struct op *one = calloc(1, sizeof *one);
    one->what = what, one->fd = -1, one->truncated = -1;
    one->from = from ? strdup(from) : NULL, one->to = to ? strdup(to) : NULL;
    one->before = last;
    return last = one;
}

/* A handle of our own that is never closed: closing one of a file ends the locks that SQLite has on it. */
static int ours(int fd, const struct stat *of)
{
    for (struct op *one = last; one; one = one->before)
        if (one->what == DATA && one->dev == of->st_dev && one->ino == of->st_ino)
            return one->fd;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return sys_open(link, O_RDWR | O_CLOEXEC, 0);
}

static void keep_data(int fd, off_t at, const void *now, size_t length, off_t truncated)
{
    struct stat of;
    if (kind != POWER || fstat(fd, &of) || !S_ISREG(of.st_mode))
        return;
    int own = ours(fd, &of);
    struct op *one = keep(DATA, NULL, NULL);
    one->dev = of.st_dev, one->ino = of.st_ino, one->fd = own;
    one->at = at, one->size = of.st_size, one->truncated = truncated;
    off_t until = truncated >= 0 ? of.st_size : at + (off_t)length;
    if (until > of.st_size)
        until = of.st_size;
    if (until > at) {
        one->old = malloc(until - at);
        one->length = pread(own, one->old, until - at, at);
    }
    if (truncated < 0) {
        one->now = malloc(length);
        memcpy(one->now, now, length);
        one->new_length = length;
    }
}

static void keep_name(enum what what, const char *from, const char *to)
{
    struct stat of;
    if (kind != POWER)
        return;
    int fd = what != MADE && !lstat(to, &of) && S_ISREG(of.st_mode) ? sys_open(to, O_RDONLY | O_CLOEXEC, 0) : -1;
    keep(what, from, to)->fd = fd;
}

static void on_disk(int fd, const char *path)
{
    struct stat of;
    if (kind != POWER || fstat(fd, &of))
        return;
    size_t length = strlen(path);
    for (struct op *one = last; one; one = one->before)
        if (one->what == DATA)
            one->durable |= one->dev == of.st_dev && one->ino == of.st_ino;
        else if (S_ISDIR(of.st_mode))
            one->durable |= !strncmp(one->to, path, length) && !strchr(one->to + length + 1, '/');
}

/* Bytes that a full disk still takes of a write; all of them where nothing grows. */
static size_t room(int fd, off_t at, size_t length)
{
    struct stat of;
    if (!failed || kind != FULL || fstat(fd, &of) || at + (off_t)length <= of.st_size)
        return length;
    return halved++ ? 0 : length / 2;
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t at)
{
    char path[PATH_MAX];
    int own = at < 0;
    if (!opened(fd, path))
        return own ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
    pthread_mutex_lock(&only);
    int fault = touch();
    struct stat of;
    off_t place = !own ? at : fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &of) ? of.st_size : lseek(fd, 0, SEEK_CUR);
    size_t fits = room(fd, place, length);
    if (!fault && !fits && length)
        fault = ENOSPC;
    ssize_t done;
    if (fault) {
        done = refuse(fault);
    } else {
        keep_data(fd, place, bytes, fits, -1);
        done = own ? syscall(SYS_write, fd, bytes, fits) : syscall(SYS_pwrite64, fd, bytes, fits, at);
    }
    pthread_mutex_unlock(&only);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return written(fd, bytes, length, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return written(fd, bytes, length, at); }

ssize_t writev(int fd, const struct iovec *pieces, int number)
{
    char path[PATH_MAX];
    if (!opened(fd, path))
        return syscall(SYS_writev, fd, pieces, number);
    return number ? written(fd, pieces[0].iov_base, pieces[0].iov_len, -1) : 0;
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t length)
{
    char path[PATH_MAX];
    return opened(to, path) ? refuse(EINVAL) : syscall(SYS_sendfile, to, from, at, length);
}
ssize_t sendfile(int to, int from, off_t *at, size_t length) { return sendfile64(to, from, at, length); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t length, unsigned flags)
{
    char path[PATH_MAX];
    return opened(to, path) ? refuse(EXDEV) : syscall(SYS_copy_file_range, from, a, to, b, length, flags);
}

int ftruncate64(int fd, off64_t size)
{
    char path[PATH_MAX];
    if (!opened(fd, path))
        return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&only);
    int fault = touch();
    if (!fault)
        keep_data(fd, size, NULL, 0, size);
    int done = fault ? refuse(fault) : syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&only);
    return done;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int number)
{
    char path[PATH_MAX];
    if (!opened(fd, path)) {
        /* The folder itself has no slash behind it. */
        if (!armed || strcmp(path, folder))
            return syscall(number, fd);
    }
    pthread_mutex_lock(&only);
    touch();
    int done = syscall(number, fd);
    if (!done)
        on_disk(fd, path);
    pthread_mutex_unlock(&only);
    return done;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int open_at(int at, const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    if (!(flags & (O_WRONLY | O_RDWR)) || !named(at, path, whole))
        return syscall(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&only);
    struct stat of;
    int there = !lstat(whole, &of), made;
    int fault = there && !(flags & O_TRUNC) && !(failed && kind == READONLY) ? 0 : touch();
    if (!fault && there && flags & O_TRUNC && !(flags & O_EXCL)) {
        int own = sys_open(whole, O_RDWR | O_CLOEXEC, 0);
        if (own >= 0)
            keep_data(own, 0, NULL, 0, 0);
    }
    made = fault ? refuse(fault) : syscall(SYS_openat, at, path, flags, mode);
    if (made >= 0 && !there)
        keep_name(MADE, NULL, whole);
    pthread_mutex_unlock(&only);
    return made;
}

#define MODE(flags)                                    \
    mode_t mode = 0;                                   \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {           \
        va_list more;                                  \
        va_start(more, flags);                         \
        mode = va_arg(more, mode_t);                   \
        va_end(more);                                  \
    }
int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }

int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags)
{
    char a[PATH_MAX], b[PATH_MAX];
    if (!named(at, from, a) | !named(to_at, to, b))
        return syscall(SYS_renameat2, at, from, to_at, to, flags);
    pthread_mutex_lock(&only);
    int fault = touch();
    if (!fault)
        keep_name(RENAMED, a, b);
    int done = fault ? refuse(fault) : syscall(SYS_renameat2, at, from, to_at, to, flags);
    pthread_mutex_unlock(&only);
    return done;
}
int renameat(int at, const char *from, int to_at, const char *to) { return renameat2(at, from, to_at, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int at, const char *from, int to_at, const char *to, int flags)
{
    char b[PATH_MAX];
    if (!named(to_at, to, b))
        return syscall(SYS_linkat, at, from, to_at, to, flags);
    pthread_mutex_lock(&only);
    int fault = touch();
    int done = fault ? refuse(fault) : syscall(SYS_linkat, at, from, to_at, to, flags);
    if (!done)
        keep_name(MADE, NULL, b);
    pthread_mutex_unlock(&only);
    return done;
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int at, const char *path, int flags)
{
    char whole[PATH_MAX];
    if (!named(at, path, whole))
        return syscall(SYS_unlinkat, at, path, flags);
    pthread_mutex_lock(&only);
    int fault = touch();
    if (!fault && !flags)
        keep_name(REMOVED, NULL, whole);
    int done = fault ? refuse(fault) : syscall(SYS_unlinkat, at, path, flags);
    pthread_mutex_unlock(&only);
    return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int mkdirat(int at, const char *path, mode_t mode)
{
    char whole[PATH_MAX];
    if (!named(at, path, whole))
        return syscall(SYS_mkdirat, at, path, mode);
    pthread_mutex_lock(&only);
    int fault = touch();
    int done = fault ? refuse(fault) : syscall(SYS_mkdirat, at, path, mode);
    if (!done)
        keep_name(MADE, NULL, whole);
    pthread_mutex_unlock(&only);
    return done;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int clock_gettime(clockid_t which, struct timespec *now)
{
    int done = syscall(SYS_clock_gettime, which, now);
    if (!done && which == CLOCK_REALTIME && failed && kind == CLOCK)
        now->tv_sec -= BACK;
    return done;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec found;
    (void)zone;
    int done = clock_gettime(CLOCK_REALTIME, &found);
    now->tv_sec = found.tv_sec, now->tv_usec = found.tv_nsec / 1000;
    return done;
}

time_t time(time_t *to)
{
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    return to ? *to = found.tv_sec : found.tv_sec;
}

void fault_arm(const char *said)
{
    char name[16];
    int used = 0;
    if (sscanf(said, "%15[a-z]:%ld:%u:%d:%n", name, &point, &seed, &tell, &used) < 4 || !used)
        return;
    for (kind = KINDS - 1; kind && strcmp(NAMES[kind], name);)
        kind--;
    snprintf(folder, sizeof folder, "%s", said + used);
    folder_length = strlen(folder);
    count = 0, armed = 1;
}

long fault_count(void) { return count; }
int fault_came(void) { return failed; }

__attribute__((constructor)) static void begin(void)
{
    const char *said = getenv("FAULT");
    if (said)
        fault_arm(said);
}
