"""Reading, in one process that already runs: polars and pandas read files in the World Bank's layout into the long form,
pandas with openpyxl and python-calamine read workbooks. Nobody but fanfan computes growth.

Prints `family<TAB>name<TAB>milliseconds`, and asserts that the values add up to the sum that fanfan found.
`read.py FAMILIES FILE...`: FAMILIES is what fanfan-peers-read printed. `read.py --workbook CSV XLSX` makes a workbook.
"""
import csv
import math
import sys
import time

import pandas as pd
import polars as pl

KEYS = ["Country Code", "Indicator Code"]


def years(columns):
    return [column for column in columns if column.isdigit()]


def polars_text(path):
    """All columns as text, then numbers."""
    d = pl.read_csv(path, skip_rows=4, infer_schema_length=0, truncate_ragged_lines=True)
    long = d.unpivot(index=KEYS, on=years(d.columns))
    return long.with_columns(pl.col("value").cast(pl.Float64, strict=False))["value"]


def polars_typed(path):
    """Years read as numbers, of which polars must be told."""
    kinds = {str(year): pl.Float64 for year in range(1900, 2100)}
    d = pl.read_csv(path, skip_rows=4, infer_schema_length=0, truncate_ragged_lines=True, schema_overrides=kinds)
    return d.unpivot(index=KEYS, on=years(d.columns))["value"]


def polars_lazy(path):
    kinds = {str(year): pl.Float64 for year in range(1900, 2100)}
    q = pl.scan_csv(path, skip_rows=4, infer_schema_length=0, truncate_ragged_lines=True, schema_overrides=kinds)
    wanted = years(q.collect_schema().names())
    return q.select(KEYS + wanted).unpivot(index=KEYS, on=wanted).collect()["value"]


def pandas_melt(path):
    d = pd.read_csv(path, skiprows=4)
    return d.melt(id_vars=KEYS, value_vars=years(d.columns))["value"]


def pandas_workbook(path):
    d = pd.read_excel(path, skiprows=4, engine="openpyxl")
    d.columns = [str(column) for column in d.columns]
    return d.melt(id_vars=KEYS, value_vars=years(d.columns))["value"]


def calamine_bare(path):
    """Rows of Python objects; the years are no column of their own yet."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return lambda: pd.Series([cell for row in rows[5:] for cell in row[4:] if isinstance(cell, float)])


def timed(family, name, run, path, wanted, seconds=2.0):
    best, began, runs = float("inf"), time.perf_counter(), 0
    while runs < 2 or (runs < 200 and time.perf_counter() - began < seconds):
        start = time.perf_counter()
        result = run(path)
        best = min(best, time.perf_counter() - start)
        runs += 1
    values = result() if callable(result) else result
    total = float(values.sum())
    assert math.isclose(total, wanted, rel_tol=1e-9), (family, name, total, wanted)
    print(f"{family}\t{name}\t{best * 1e3:.3f}", flush=True)


def workbook(table, path):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in csv.reader(open(table, encoding="utf-8-sig", newline="")):
        plain = len(row) < 5 or row[0] == "Country Name"
        sheet.append(row if plain else row[:4] + [float(cell) if cell else None for cell in row[4:]])
    book.save(path)


if sys.argv[1] == "--workbook":
    workbook(*sys.argv[2:])
    sys.exit()
sums = {}
for line in open(sys.argv[1], encoding="utf-8"):
    family, name, value = line.rstrip("\n").split("\t")
    if name == "sum":
        sums[family] = float(value)
for path in sys.argv[2:]:
    family = "read " + path.rsplit("/", 1)[-1]
    if path.endswith(".csv"):
        for run in (polars_text, polars_typed, polars_lazy, pandas_melt):
            timed(family, run.__name__.replace("_", " "), run, path, sums[family])
    else:
        timed(family, "pandas openpyxl", pandas_workbook, path, sums[family])
        try:
            timed(family, "calamine bare", calamine_bare, path, sums[family])
        except ImportError:
            print("python-calamine is not there: left out", file=sys.stderr)
