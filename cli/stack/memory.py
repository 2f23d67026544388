"""The memory a part takes: its share of every page, its children's included."""

import psutil


def proportional_mib(pid: int) -> int:
    """MiB in proportional set size (shared pages counted once over all); 0 when it is gone or not ours."""
    if not pid:
        return 0
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return int(sum(_size(one) for one in family) // (1024 * 1024))
    except psutil.Error:
        return 0


def _size(process: psutil.Process) -> int:
    if psutil.LINUX:
        return int(process.memory_full_info().pss)
    return int(process.memory_info().rss)
