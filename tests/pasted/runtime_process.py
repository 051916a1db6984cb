"""Crashes, memory and supervisors, as Bun, kernels, shells and service managers print them."""

from tests.pasted.runtime import of

STOPPED = ("server-stopped",)
EITHER = ("server-stopped", "server-start-failed")
NOT_STARTED = ("server-start-failed",)
WATCHDOG = ("client-watchdog",)

CRASHES = (
    *of(
        EITHER,
        "anomalyco/opencode#12553",
        "$ opencode-windows-x64/bin/opencode.exe --version\n# Result: Illegal instruction (exit code 132)",
    ),
    *of(
        STOPPED,
        "oven-sh/bun src/crash_handler.zig",
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Segmentation fault at address 0x7C\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Illegal instruction at address 0x7FF71A10355C\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Bus error at address 0x7F0000001000\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Floating point error at address 0x0\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Stack overflow\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): reached unreachable code\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): invalid enum value\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(main thread): Internal assertion failure\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\npanic(thread 4711): Segmentation fault at address 0x10\noh no: Bun has crashed. This indicates a bug in Bun, not your code.',
        'Bun v1.3.13 (4d1b5a2f) Linux x64\nArgs: "opencode" "serve" "--port" "4096"\nFeatures: bunfs fetch(12) http_server jsc\nElapsed: 386039ms\nBun has run out of memory.\n\nTo send a redacted crash report to Bun\'s team,\nplease file a GitHub issue using the link below:\n\n https://bun.report/1.3.13/la1example',
    ),
    *of(STOPPED, "oven-sh/bun src/crash_handler.zig", "panic: A C++ exception occurred", sure=False),
    *of(
        STOPPED,
        "oven-sh/WebKit Source/bmalloc/libpas",
        "pas panic: deallocation did fail at 0x7f55a8d32170: Alloc bit not set in pas_segregated_page_deallocate_with_page",
        sure=False,
    ),
    *of(
        STOPPED, "oven-sh/WebKit Source/JavaScriptCore", "ASSERTION FAILED: m_cellState == CellState::DefinitelyWhite", sure=False
    ),
    *of(
        STOPPED,
        "bash jobs.c, zsh signals",
        "Segmentation fault (core dumped)  opencode serve --port 4096",
        "zsh: segmentation fault  opencode serve",
        "[1]    4711 segmentation fault  opencode serve",
        "[1]    4711 bus error  opencode serve",
        "zsh: bus error  opencode serve",
        "[1]    4711 abort (core dumped)  opencode serve",
        "[1]    4711 killed     opencode serve",
        "zsh: killed     opencode",
    ),
    *of(
        STOPPED,
        "magnusoverli/opencode#36",
        "/usr/local/bin/opencode-session.sh: line 115:   287 Killed                  opencode",
    ),
    *of(EITHER, "anomalyco/opencode#12512", "[1]    4711 illegal hardware instruction (core dumped)  opencode"),
    *of(EITHER, "anomalyco/opencode#8345", "zsh: illegal hardware instruction opencode"),
    *of(EITHER, "magnusoverli/opencode#86", "/opt/run.sh: line 3:   17 Illegal instruction     (core dumped) opencode serve"),
    *of(
        EITHER,
        "anomalyco/opencode#13379",
        "traps: opencode[4711] trap invalid opcode ip:3cb1130 sp:7ffd10 error:0 in opencode[200000+5e2f000]",
    ),
    *of(
        STOPPED,
        "torvalds/linux arch/x86/mm/fault.c",
        "opencode[4711]: segfault at 7c ip 0000000003cb1130 sp 00007ffd1000 error 4 in opencode[200000+5e2f000]",
    ),
    *of(EITHER, "anomalyco/opencode#31155", "CPU lacks AVX support. Please consider upgrading to a newer CPU.", sure=False),
    *of(STOPPED, "systemd/systemd src/coredump", "systemd-coredump[4712]: Process 4711 (opencode) of user 1000 dumped core."),
)

MEMORY = (
    *of(
        STOPPED,
        "beclab/apps#3395",
        "Pod `opencode`: `reason: OOMKilled`, `exitCode: 137`; envoy says `upstream connect error or disconnect/reset before headers`",
    ),
    *of(
        STOPPED,
        "anomalyco/opencode#37875",
        "Out of memory: Killed process 24208 (opencode) total-vm:76209980kB, anon-rss:1873540kB, file-rss:116kB, shmem-rss:0kB, UID:0 pgtables:5252kB oom_score_adj:0",
    ),
    *of(
        STOPPED,
        "torvalds/linux mm/oom_kill.c",
        "Memory cgroup out of memory: Killed process 24208 (opencode) total-vm:76209980kB, anon-rss:1873540kB",
    ),
    *of(
        STOPPED,
        "torvalds/linux mm/oom_kill.c",
        "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice,task=opencode,pid=24208,uid=0",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/docker/4f2a,task_memcg=/docker/4f2a,task=bun,pid=24208,uid=0\nMemory cgroup out of memory: Killed process 24208 (bun) total-vm:76209980kB",
    ),
    *of((), "torvalds/linux mm/oom_kill.c", "Out of memory: Killed process 4711 (chrome) total-vm:5209980kB, anon-rss:873540kB"),
    *of(
        STOPPED,
        "systemd/systemd src/oom",
        "systemd-oomd[900]: Killed /user.slice/user-1000.slice/user@1000.service/app.slice/opencode.service due to memory pressure",
    ),
    *of(
        STOPPED,
        "nodejs/node src/node_errors.cc",
        "<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
        "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory",
    ),
    *of(STOPPED, "oven-sh/WebKit Source/JavaScriptCore", "RangeError: Out of memory"),
)

SUPERVISORS = (
    *of(
        STOPPED,
        "systemd/systemd src/core/service.c",
        "opencode.service: Main process exited, code=killed, status=9/KILL\nopencode.service: Failed with result 'oom-kill'.",
        "opencode.service: A process of this unit has been killed by the OOM killer.",
        "opencode.service: Main process exited, code=dumped, status=11/SEGV",
        "opencode.service: Main process exited, code=killed, status=15/TERM\nopencode.service: Failed with result 'signal'.",
    ),
    *of(
        EITHER,
        "systemd/systemd src/core/service.c",
        "opencode.service: Main process exited, code=exited, status=1/FAILURE\nopencode.service: Failed with result 'exit-code'.",
    ),
    *of(
        NOT_STARTED,
        "systemd/systemd src/core/service.c",
        "opencode.service: Main process exited, code=exited, status=203/EXEC",
        "opencode.service: Failed to execute /usr/local/bin/opencode: Exec format error",
    ),
    *of(
        NOT_STARTED,
        "systemd/systemd src/core/execute.c",
        "opencode.service: Failed at step EXEC spawning /usr/local/bin/opencode: No such file or directory",
    ),
    *of(
        ("server-start-failed", "directory-missing"),
        "systemd/systemd src/core/execute.c",
        "opencode.service: Changing to the requested working directory failed: No such file or directory\nopencode.service: Failed at step CHDIR spawning /usr/local/bin/opencode: No such file or directory",
    ),
    *of(
        NOT_STARTED,
        "systemd/systemd src/core/service.c",
        "opencode.service: Start request repeated too quickly.\nFailed to start opencode.service - OpenCode server.",
    ),
    *of(
        ("client-watchdog", "server-stopped"),
        "systemd/systemd src/core/service.c",
        "opencode.service: Watchdog timeout (limit 30s)!\nopencode.service: Killing process 4711 (opencode) with signal SIGABRT.",
    ),
    *of(STOPPED, "systemd/systemd src/core/service.c", "opencode.service: State 'stop-sigterm' timed out. Killing.", sure=False),
    *of(
        STOPPED,
        "moby/moby daemon",
        "opencode-1 exited with code 137",
        "opencode exited with code 139",
        "opencode-1  | Killed\nopencode-1 exited with code 137",
    ),
    *of(EITHER, "moby/moby daemon", "opencode-1 exited with code 132", sure=False),
    *of(
        NOT_STARTED,
        "opencontainers/runc",
        'Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "opencode": executable file not found in $PATH: unknown',
    ),
    *of(
        NOT_STARTED,
        "moby/moby daemon",
        "exec /usr/local/bin/opencode: exec format error",
        "exec /usr/local/bin/opencode: no such file or directory",
    ),
    *of(
        STOPPED,
        "kubernetes/kubernetes pkg/kubelet",
        "Last State: Terminated\n  Reason: OOMKilled\n  Exit Code: 137\n  Container: opencode",
    ),
    *of(
        EITHER,
        "kubernetes/kubernetes pkg/kubelet",
        "Warning  BackOff  kubelet  Back-off restarting failed container opencode in pod opencode-0_default",
        sure=False,
    ),
    *of(
        WATCHDOG,
        "kubernetes/kubernetes pkg/kubelet",
        'Warning  Unhealthy  kubelet  Liveness probe failed: Get "http://10.1.0.5:4096/global/health": context deadline exceeded\nNormal  Killing  kubelet  Container opencode failed liveness probe, will be restarted',
        "Container opencode failed liveness probe, will be restarted",
    ),
    *of(
        EITHER,
        "kubernetes/kubernetes pkg/kubelet",
        'Warning  Unhealthy  kubelet  Readiness probe failed: Get "http://10.1.0.5:4096/global/health": dial tcp 10.1.0.5:4096: connect: connection refused',
        sure=False,
    ),
    *of(STOPPED, "Unitech/pm2 lib/God.js", "pm2    | App [opencode:0] exited with code [137] via signal [SIGKILL]"),
    *of(STOPPED, "Supervisor/supervisor supervisor/process.py", "WARN exited: opencode (terminated by SIGKILL; not expected)"),
    *of(
        NOT_STARTED,
        "Supervisor/supervisor supervisor/process.py",
        "INFO gave up: opencode entered FATAL state, too many start retries too quickly",
    ),
    *of(STOPPED, "launchd", "com.example.opencode: Service exited due to SIGKILL"),
)

OTHERS = (
    *of(
        STOPPED,
        "anomalyco/opencode#37875",
        "opencode invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0",
        sure=False,
    ),
    *of(
        STOPPED,
        "bash, zsh and fish, signals",
        "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\nAborted (core dumped) opencode serve",
        "Aborted (core dumped)  opencode",
        "Trace/BPT trap: 5  opencode serve",
        "zsh: trace trap  opencode",
        "zsh: abort      opencode serve",
        "Killed: 9  opencode serve",
        "fish: Job 1, 'opencode serve' terminated by signal SIGKILL (Forced quit)",
        "fish: Job 1, 'opencode' terminated by signal SIGSEGV (Address boundary error)",
        "fish: Job 1, 'opencode' terminated by signal SIGILL (Illegal instruction)",
    ),
    *of(
        STOPPED,
        "nodejs/node",
        "#\n# Fatal error in , line 0\n# Check failed: allocation failed\n[1]    4711 trace trap  opencode",
        "node: ../deps/uv/src/unix/core.c:613: uv__close: Assertion `fd > STDERR_FILENO' failed.\nAborted (core dumped)  opencode",
    ),
    *of(
        STOPPED,
        "moby/moby, kubernetes, Fly.io",
        "opencode exited (137)",
        "container opencode died (exitCode=137)",
        "State: Terminated, Reason: OOMKilled, Exit Code: 137, Name: opencode",
        "Warning  OOMKilling  kubelet  Memory cgroup out of memory: Killed process 4711 (opencode)",
        'level=info msg="container opencode exited with 139"',
        "Task exited: OutOfMemoryError: Container killed due to memory usage (opencode)",
        "2026-11-22T06:48:49Z app[148e] Out of memory: Killed process 642 (opencode)",
    ),
    *of(STOPPED, "moby/moby, kubernetes, Fly.io", 'Process group "opencode" out of memory. OOM kill of pid 4711', sure=False),
    *of(
        STOPPED,
        "systemd/systemd src/core",
        "Nov 22 06:48:49 box systemd[1]: opencode-web.service: Main process exited, code=killed, status=6/ABRT",
        "Nov 22 06:48:49 box systemd[1]: opencode@proj.service: Main process exited, code=dumped, status=4/ILL",
        "Nov 22 06:48:49 box systemd[1]: opencode.service: Failed with result 'core-dump'.",
        "Nov 22 06:48:49 box systemd-oomd[900]: Killed /system.slice/opencode.service due to memory used (9 GB) / total (10 GB) being more than 90.00%",
    ),
)

TEXTS = (*CRASHES, *MEMORY, *SUPERVISORS, *OTHERS)
