/* A disk that fails: loaded with LD_PRELOAD, it lets the system calls of one process fail where the environment says.

   BAD_READ=NAME:OFFSET   reading a file whose path ends in NAME at or behind OFFSET fails with EIO
   BAD_WRITE=NAME:BYTES   writing more than BYTES to files whose path holds NAME fails with ENOSPC */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int path_of(int descriptor, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return 1;
}

static long limit_of(const char *variable, int descriptor, int ending) {
    const char *said = getenv(variable), *colon = said ? strrchr(said, ':') : NULL;
    char path[4096];
    if (!colon || !path_of(descriptor, path, sizeof path)) return -1;
    char name[1024];
    snprintf(name, sizeof name, "%.*s", (int)(colon - said), said);
    size_t have = strlen(path), want = strlen(name);
    if (ending ? (have < want || strcmp(path + have - want, name)) : !strstr(path, name)) return -1;
    return atol(colon + 1);
}

/* How many of `size` bytes at `offset` can be read; -1 when none can. */
static ssize_t readable(int descriptor, size_t size, off_t offset) {
    long limit = limit_of("BAD_READ", descriptor, 1);
    if (limit < 0 || offset + (off_t)size <= limit) return size;
    if (offset >= limit) { errno = EIO; return -1; }
    return limit - offset;
}

static long written;

static int full(int descriptor, size_t size) {
    long limit = limit_of("BAD_WRITE", descriptor, 0);
    if (limit < 0) return 0;
    if (written + (long)size > limit) { errno = ENOSPC; return 1; }
    written += size;
    return 0;
}

ssize_t read(int descriptor, void *into, size_t size) {
    int kept = errno;
    off_t at = getenv("BAD_READ") ? lseek(descriptor, 0, SEEK_CUR) : 0;
    errno = kept;
    ssize_t can = at < 0 ? (ssize_t)size : readable(descriptor, size, at);
    return can < 0 ? -1 : NEXT(read)(descriptor, into, can);
}
/* SQLite takes a short read for the end of the file: it gets the error at once. */
ssize_t pread64(int descriptor, void *into, size_t size, off_t offset) {
    if (readable(descriptor, size, offset) < (ssize_t)size) { errno = EIO; return -1; }
    return NEXT(pread64)(descriptor, into, size, offset);
}
ssize_t pread(int descriptor, void *into, size_t size, off_t offset) { return pread64(descriptor, into, size, offset); }

ssize_t write(int descriptor, const void *from, size_t size) {
    return full(descriptor, size) ? -1 : NEXT(write)(descriptor, from, size);
}
ssize_t pwrite64(int descriptor, const void *from, size_t size, off_t offset) {
    return full(descriptor, size) ? -1 : NEXT(pwrite64)(descriptor, from, size, offset);
}
ssize_t pwrite(int descriptor, const void *from, size_t size, off_t offset) { return pwrite64(descriptor, from, size, offset); }

static ssize_t moved(int out, int in, off_t *offset, size_t size) {
    off_t at = offset ? *offset : lseek(in, 0, SEEK_CUR);
    ssize_t can = readable(in, size, at);
    if (can < 0) return -1;
    off_t end = lseek(in, 0, SEEK_END);
    if (!offset) lseek(in, at, SEEK_SET);
    if (at + can > end) can = end > at ? end - at : 0;
    return can;
}
ssize_t sendfile64(int out, int in, off_t *offset, size_t size) {
    ssize_t can = moved(out, in, offset, size);
    return can < 0 || full(out, can) ? -1 : NEXT(sendfile64)(out, in, offset, can);
}
ssize_t sendfile(int out, int in, off_t *offset, size_t size) { return sendfile64(out, in, offset, size); }
ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t size, unsigned flags) {
    ssize_t can = moved(out, in, from, size);
    return can < 0 || full(out, can) ? -1 : NEXT(copy_file_range)(in, from, out, to, can, flags);
}
