"""The most memory that `fanfan growth` holds, over what the same command holds on a table of one row.

`memory.py FANFAN FILE SMALL` prints megabytes: used, file, and result, which is value, period, growth and reason of
every cell (21 bytes).
"""
import os
import sys
import tempfile


def peak(fanfan, table):
    with tempfile.TemporaryDirectory() as folder:
        child = os.spawnv(os.P_NOWAIT, fanfan, [fanfan, "growth", table, "--output", f"{folder}/growth.csv"])
        _, status, usage = os.wait4(child, 0)
        assert status == 0
        with open(f"{folder}/growth.csv", encoding="utf-8") as rows:
            cells = sum(1 for _ in rows) - 1
        return usage.ru_maxrss * 1024, cells


fanfan, table, small = sys.argv[1:]
(used, cells), (least, _) = peak(fanfan, table), peak(fanfan, small)
size = os.path.getsize(table)
print(f"memory\tused\t{(used - least) / 1e6:.3f}")
print(f"memory\tfile\t{size / 1e6:.3f}")
print(f"memory\tresult\t{cells * 21 / 1e6:.3f}")
