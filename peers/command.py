"""The command against scripts: a World Bank file read, and its growth or only its long form computed.

Each is a process of its own, as a person would start it. Prints `family<TAB>name<TAB>milliseconds`.
"""
import subprocess
import sys
import tempfile
import time

fanfan, table = sys.argv[1], sys.argv[2]

POLARS = """
import polars as pl, sys
d = pl.read_csv(sys.argv[1], skip_rows=4, infer_schema_length=0, truncate_ragged_lines=True)
years = [c for c in d.columns if c.isdigit()]
d.unpivot(index=["Country Code", "Indicator Code"], on=years).with_columns(pl.col("value").cast(pl.Float64, strict=False))
"""
PANDAS = """
import pandas as pd, sys
d = pd.read_csv(sys.argv[1], skiprows=4)
d.melt(id_vars=["Country Code", "Indicator Code"], value_vars=[c for c in d.columns if c.isdigit()])
"""


def timed(name, command):
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    print(f"command\t{name}\t{best * 1e3:.3f}", flush=True)


with tempfile.TemporaryDirectory() as folder:
    timed("fanfan growth", [fanfan, "growth", table, "--output", f"{folder}/growth.csv"])
timed("polars read and unpivot", [sys.executable, "-c", POLARS, table])
timed("pandas read and melt", [sys.executable, "-c", PANDAS, table])
