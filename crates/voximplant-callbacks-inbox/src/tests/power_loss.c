/* Preloaded into a program: beside each file whose name begins with
 * POWER_LOSS_PREFIX, it keeps a file NAME.synced that has only what was synced.
 * That is what the worst power loss would leave. Linux, 64 bit. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define DESCRIPTORS 4096
#define FILES 16

struct range {
    off_t offset;
    size_t size;
};

/* One of our files. A sync through any descriptor syncs all that was written
 * to it through whichever. */
struct file {
    char *name;
    struct range *written; /* since the last sync */
    size_t count, room;
    off_t truncated_to;    /* -1 if it was not */
};

static struct file files[FILES];
static struct file *by_descriptor[DESCRIPTORS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct file *file_of(int fd) {
    return fd >= 0 && fd < DESCRIPTORS ? by_descriptor[fd] : NULL;
}

/* The function of this name that the program would have called. */
#define REAL(function)                                                        \
    ({                                                                        \
        static __typeof__(&function) real;                                    \
        if (!real)                                                            \
            real = (__typeof__(&function))dlsym(RTLD_NEXT, #function);        \
        real;                                                                 \
    })

static int is_ours(const char *path) {
    const char *prefix = getenv("POWER_LOSS_PREFIX");
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    return prefix && !strncmp(base, prefix, strlen(prefix)) && !strstr(base, "-shm") &&
           !strstr(base, ".synced");
}

static void opened(int fd, const char *path) {
    if (fd < 0 || fd >= DESCRIPTORS)
        return;
    pthread_mutex_lock(&lock);
    by_descriptor[fd] = NULL;
    for (int i = 0; i < FILES && is_ours(path); i++) {
        if (!files[i].name) {
            files[i].name = strdup(path);
            files[i].truncated_to = -1;
        }
        if (!strcmp(files[i].name, path)) {
            by_descriptor[fd] = &files[i];
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

static void wrote(int fd, off_t offset, ssize_t size) {
    struct file *file = file_of(fd);
    if (!file || size <= 0)
        return;
    pthread_mutex_lock(&lock);
    if (file->count == file->room) {
        file->room = file->room ? 2 * file->room : 64;
        file->written = realloc(file->written, file->room * sizeof(struct range));
    }
    file->written[file->count++] = (struct range){offset, (size_t)size};
    pthread_mutex_unlock(&lock);
}

/* Copies what was written since the last sync to the file beside it. */
static void synced(int fd) {
    struct file *file = file_of(fd);
    if (!file)
        return;
    pthread_mutex_lock(&lock);
    char beside[4096];
    snprintf(beside, sizeof beside, "%s.synced", file->name);
    int copy = REAL(open)(beside, O_RDWR | O_CREAT, 0600);
    if (copy < 0 || (file->truncated_to >= 0 && REAL(ftruncate)(copy, file->truncated_to)))
        abort();
    for (size_t i = 0; i < file->count; i++) {
        struct range range = file->written[i];
        char *bytes = malloc(range.size);
        ssize_t size = pread(fd, bytes, range.size, range.offset);
        if (size > 0 && REAL(pwrite)(copy, bytes, (size_t)size, range.offset) != size)
            abort();
        free(bytes);
    }
    file->count = 0;
    file->truncated_to = -1;
    REAL(close)(copy);
    pthread_mutex_unlock(&lock);
}

static void truncated(int fd, off_t size) {
    struct file *file = file_of(fd);
    if (file)
        file->truncated_to = size;
}

int close(int fd) {
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < DESCRIPTORS)
        by_descriptor[fd] = NULL;
    pthread_mutex_unlock(&lock);
    return REAL(close)(fd);
}

#define OPEN(function)                                                        \
    int function(const char *path, int flags, ...) {                          \
        va_list rest;                                                         \
        va_start(rest, flags);                                                \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;      \
        va_end(rest);                                                         \
        int fd = REAL(function)(path, flags, mode);                           \
        opened(fd, path);                                                     \
        return fd;                                                            \
    }
OPEN(open)
OPEN(open64)

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
    ssize_t written = REAL(pwrite)(fd, bytes, size, offset);
    wrote(fd, offset, written);
    return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
    ssize_t written = REAL(pwrite64)(fd, bytes, size, offset);
    wrote(fd, offset, written);
    return written;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    off_t offset = file_of(fd) ? lseek(fd, 0, SEEK_CUR) : -1;
    ssize_t written = REAL(write)(fd, bytes, size);
    if (offset >= 0)
        wrote(fd, offset, written);
    return written;
}

int ftruncate(int fd, off_t size) {
    int failed = REAL(ftruncate)(fd, size);
    if (!failed)
        truncated(fd, size);
    return failed;
}

int ftruncate64(int fd, off64_t size) {
    int failed = REAL(ftruncate64)(fd, size);
    if (!failed)
        truncated(fd, size);
    return failed;
}

int fsync(int fd) {
    int failed = REAL(fsync)(fd);
    if (!failed)
        synced(fd);
    return failed;
}

int fdatasync(int fd) {
    int failed = REAL(fdatasync)(fd);
    if (!failed)
        synced(fd);
    return failed;
}
