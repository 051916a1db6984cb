"""Errors of the file system, with paths of OpenCode's own and with others."""

from tests.pasted.runtime import of

UNWRITABLE = ("server-start-failed", "database-readonly")
FULL = ("disk-full",)
DIRECTORY = ("directory-missing",)

TEXTS = (
    *of(
        UNWRITABLE,
        "anomalyco/opencode#2417",
        'EACCES: permission denied, mkdir \'/home/operator/.local/share/opencode\'\n    path: "/home/operator/.local/share/opencode",\n syscall: "mkdir",\n   errno: -13,\n    code: "EACCES"',
    ),
    *of(
        UNWRITABLE,
        "anomalyco/opencode#47540",
        'EACCES: permission denied, mkdir \'/home/operator/.config/opencode\'\n    path: "/home/operator/.config/opencode",\n syscall: "mkdir",\n   errno: -13,\n    code: "EACCES"',
    ),
    *of(
        UNWRITABLE,
        "AutoMaker-Org/automaker#465",
        'EACCES: permission denied, open \'/home/operator/.cache/opencode/version\'\n    path: "/home/operator/.cache/opencode/version",\n syscall: "open",\n   errno: -13,\n    code: "EACCES"',
    ),
    *of(
        UNWRITABLE,
        "libuv/libuv include/uv.h",
        'EACCES: permission denied, open \'/home/operator/.local/share/opencode/log/opencode.log\'\n    path: "/home/operator/.local/share/opencode/log/opencode.log",\n syscall: "open",\n   errno: -13,\n    code: "EACCES"',
        'EACCES: permission denied, open \'/home/operator/.local/share/opencode/opencode.db\'\n    path: "/home/operator/.local/share/opencode/opencode.db",\n syscall: "open",\n   errno: -13,\n    code: "EACCES"',
        'EPERM: operation not permitted, mkdir \'/home/operator/.local/share/opencode\'\n    path: "/home/operator/.local/share/opencode",\n syscall: "mkdir",\n   errno: -1,\n    code: "EPERM"',
        'EROFS: read-only file system, mkdir \'/home/operator/.local/share/opencode/log\'\n    path: "/home/operator/.local/share/opencode/log",\n syscall: "mkdir",\n   errno: -30,\n    code: "EROFS"',
    ),
    *of(
        UNWRITABLE,
        "anomalyco/opencode#2417",
        'ENOENT: no such file or directory, mkdir \'C:\\Users\\operator\\.local\\share\\opencode\'\n    path: "C:\\Users\\operator\\.local\\share\\opencode",\n syscall: "mkdir",\n   errno: -2,\n    code: "ENOENT"',
        sure=False,
    ),
    *of(
        UNWRITABLE,
        "anomalyco/opencode#8389",
        'EACCES: permission denied, mkdir \'/.opencode\'\n    path: "/.opencode",\n syscall: "mkdir",\n   errno: -13,\n    code: "EACCES"',
        sure=False,
    ),
    *of(
        FULL,
        "libuv/libuv include/uv.h",
        'ENOSPC: no space left on device, write \'/home/operator/.local/share/opencode/log/opencode.log\'\n    path: "/home/operator/.local/share/opencode/log/opencode.log",\n syscall: "write",\n   errno: -28,\n    code: "ENOSPC"',
        "ENOSPC: no space left on device, write",
        "EDQUOT: disk quota exceeded, write",
        "write failed: No space left on device (os error 28)",
    ),
    *of(
        (),
        "nodejs/node lib/internal/fs/watchers.js",
        "ENOSPC: System limit for number of file watchers reached, watch '/home/operator/proj'",
    ),
    *of(
        (),
        "parcel-bundler/watcher src/linux/InotifyBackend.cc",
        "inotify_add_watch on '/home/operator/proj/a' failed: No space left on device",
    ),
    *of((), "anomalyco/opencode#50566", "EMFILE: too many open files, watch '/home/operator/.local/state/opencode/latest/tui'"),
    *of(
        (),
        "libuv/libuv include/uv.h",
        "EMFILE: too many open files, open '/home/operator/proj/a.txt'",
        "ENFILE: file table overflow, open '/home/operator/proj/a.txt'",
        "EROFS: read-only file system, open '/workspace/README.md'",
        "EACCES: permission denied, open '/workspace/README.md'",
        "EXDEV: cross-device link not permitted, rename '/tmp/x' -> '/home/operator/proj/x'",
        "ELOOP: too many symbolic links encountered, stat '/home/operator/proj/link'",
        "EPERM: operation not permitted, rename 'C:\\proj\\a.tmp' -> 'C:\\proj\\a.txt'",
        "EBUSY: resource busy or locked, unlink 'C:\\proj\\a.txt'",
        "ENAMETOOLONG: name too long, open '/home/operator/proj/aaaa'",
        "ENOTDIR: not a directory, scandir '/home/operator/proj/a.txt'",
        "EISDIR: illegal operation on a directory, read",
        "ENOENT: no such file or directory, open '/home/operator/proj/missing.txt'",
    ),
    *of(DIRECTORY, "anomalyco/opencode#7217", "ENOENT: no such file or directory, posix_spawn '/bin/bash'"),
    *of(
        (),
        "oven-sh/bun src/bun.js/api/bun/spawn",
        "ENOENT: no such file or directory, posix_spawn 'rust-analyzer'",
        "ENOENT: no such file or directory, posix_spawn 'npx'",
    ),
    *of(
        DIRECTORY,
        "libuv/libuv include/uv.h",
        "ENOENT: no such file or directory, chdir '/home/operator/gone' -> '/home/operator/gone'",
    ),
    *of(
        DIRECTORY,
        "Effect-TS/effect packages/platform/src/Error.ts",
        "PlatformError: NotFound: FileSystem.realPath (/home/operator/gone)",
    ),
    *of(
        UNWRITABLE,
        "Effect-TS/effect packages/platform/src/Error.ts",
        "PlatformError: PermissionDenied: FileSystem.makeDirectory (/home/operator/.local/share/opencode)",
        sure=False,
    ),
    *of(
        FULL,
        "libuv, Rust std",
        "SQLiteError: database or disk is full",
        "There is not enough space on the disk. (os error 112)",
        "cannot create temp file for here-document: No space left on device",
        "ENOSPC: no space left on device, mkdir '/tmp/opencode'",
        "write /home/operator/.local/share/opencode/log/opencode.log: disk quota exceeded",
    ),
    *of((), "libuv, fork(2)", "ENOMEM: not enough memory, read", "fork: Cannot allocate memory"),
)
