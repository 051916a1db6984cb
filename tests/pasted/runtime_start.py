"""A program that does not start, as shells, loaders and operating systems print it."""

from tests.pasted.runtime import of

NOT_STARTED = ("server-start-failed",)
STOPPED = ("server-stopped",)
EITHER = ("server-stopped", "server-start-failed")

TEXTS = (
    *of(
        NOT_STARTED,
        "cmd.exe",
        "'opencode' is not recognized as an internal or external command,\noperable program or batch file.",
    ),
    *of(
        NOT_STARTED,
        "PowerShell",
        "opencode : The term 'opencode' is not recognized as the name of a cmdlet, function, script file, or operable program.",
    ),
    *of(NOT_STARTED, "bash", "bash: opencode: command not found"),
    *of(NOT_STARTED, "zsh", "zsh: command not found: opencode"),
    *of(NOT_STARTED, "anomalyco/opencode#649", "sh: ./opencode: not found"),
    *of(
        NOT_STARTED,
        "bash",
        "bash: /usr/local/bin/opencode: cannot execute binary file: Exec format error",
        "bash: /usr/local/bin/opencode: cannot execute: required file not found",
    ),
    *of(NOT_STARTED, "bash", "bash: /usr/local/bin/opencode: Permission denied", sure=False),
    *of(
        NOT_STARTED,
        "bminor/glibc elf/dl-version.c",
        "opencode: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by opencode)",
        "opencode: /lib64/libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by opencode)",
    ),
    *of(
        NOT_STARTED,
        "bminor/glibc elf/dl-load.c",
        "opencode: error while loading shared libraries: libstdc++.so.6: cannot open shared object file: No such file or directory",
    ),
    *of(NOT_STARTED, "musl ldso/dynlink.c", "Error relocating /usr/local/bin/opencode: __res_init: symbol not found"),
    *of(NOT_STARTED, "apple dyld", "dyld: Symbol not found: _ubrk_clone\n  Referenced from: /opt/homebrew/bin/opencode"),
    *of(NOT_STARTED, "macOS errno EBADARCH", "Bad CPU type in executable: opencode"),
    *of(
        NOT_STARTED,
        "anomalyco/opencode packages/opencode/bin/opencode",
        "It seems that your package manager failed to install the right version of the opencode CLI for your platform. You can try manually installing opencode-linux-x64 or opencode-linux-x64-baseline package",
    ),
    *of(
        NOT_STARTED,
        "anomalyco/opencode#18792",
        "Error: spawn opencode ENOENT\n    at ChildProcess._handle.onexit (node:internal/child_process:286:19) {\n  errno: -4058,\n  code: 'ENOENT',\n  syscall: 'spawn opencode',\n  spawnargs: [ 'serve', '--hostname=127.0.0.1', '--port=0' ]\n}",
    ),
    *of(NOT_STARTED, "backnotprop/plannotator#856", "ENOENT: no such file or directory, uv_spawn 'opencode'"),
    *of(
        NOT_STARTED,
        "ccsert/opencode-review-gitea#18",
        "ENOENT: no such file or directory, posix_spawn '/root/.bun/install/global/node_modules/opencode-ai/bin/.opencode'",
    ),
    *of(NOT_STARTED, "oven-sh/bun src/bun.js/api/bun/spawn", 'Executable not found in $PATH: "opencode"'),
    *of(
        NOT_STARTED,
        "NeuralNomadsAI/CodeNomad#71",
        "Error: spawn EINVAL\n    at ChildProcess.spawn (node:internal/child_process:420:11) {\n  errno: -4071,\n  code: 'EINVAL',\n  syscall: 'spawn'\n}",
        sure=False,
    ),
    *of(
        NOT_STARTED,
        "learn.microsoft.com ntstatus values",
        "opencode.exe - System Error\nThe code execution cannot proceed because VCRUNTIME140.dll was not found.",
        "opencode.exe - Application Error\nThe application was unable to start correctly (0xc0000135).",
        "opencode.exe - Application Error\nThe application was unable to start correctly (0xc000007b).",
    ),
    *of(
        STOPPED,
        "learn.microsoft.com ntstatus values",
        "Faulting application name: opencode.exe, version: 1.3.13.0\nException code: 0xc0000005",
    ),
    *of(
        EITHER,
        "learn.microsoft.com ntstatus values",
        "Faulting application name: opencode.exe, version: 1.3.13.0\nException code: 0xc000001d",
    ),
    *of(
        STOPPED,
        "learn.microsoft.com ntstatus values",
        "opencode serve exited with code 3221225477",
        "opencode serve exited with code 3221226505 (0xC0000409)",
        "OpenCode server process exited with code -1073741819",
    ),
    *of(
        NOT_STARTED,
        "learn.microsoft.com ntstatus values",
        "This program is blocked by group policy. For more information, contact your system administrator. (opencode.exe)",
        sure=False,
    ),
    *of(NOT_STARTED, "anomalyco/opencode packages/opencode/src/server", "Failed to start server. Is port 4096 in use?"),
    *of(
        NOT_STARTED,
        "libuv/libuv include/uv.h",
        "Error: listen EADDRINUSE: address already in use 127.0.0.1:4096",
        "Error: listen EACCES: permission denied 0.0.0.0:80",
        "Error: listen EADDRNOTAVAIL: address not available 192.0.2.10:4096",
    ),
)
