from runtime.embedded.logfile import LogFile


def test_a_log_never_grows_past_its_limit_and_old_ones_go(tmp_path):
    log = LogFile(tmp_path / "child.log", limit=100, kept=2)
    for number in range(60):
        log.write(f"line {number:03}\n".encode())
    log.close()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"child.log", "child.log.1", "child.log.2"}
    assert max(sizes.values()) <= 100
    assert (tmp_path / "child.log").read_text().endswith("line 059\n")


def test_the_tail_is_the_last_lines_across_starts(tmp_path):
    first = LogFile(tmp_path / "child.log")
    first.write(b"one\ntwo\n")
    first.close()
    second = LogFile(tmp_path / "child.log")
    second.write(b"three\n")
    assert second.tail(2) == "two\nthree"
    second.close()
