"""The peers in Python: polars, pandas and DuckDB, each in its best way that is right at gaps.

Prints `family<TAB>name<TAB>milliseconds` and asserts that each result agrees with fanfan's.
"""
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl

folder = sys.argv[1]
s = np.fromfile(f"{folder}/keys.i64", dtype="<i8")
y = np.fromfile(f"{folder}/years.i32", dtype="<i4")
v = np.fromfile(f"{folder}/values.f64", dtype="<f8")
df = pl.DataFrame({"s": s, "y": y, "v": v})
pdf = df.to_pandas()
con = duckdb.connect()
con.register("arrow", df.to_arrow())
con.execute("create table p as select * from arrow")


def timed(family, name, run, times=3):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
    print(f"{family}\t{name}\t{best * 1e3:.3f}", flush=True)
    return result


def agree(family, result, tolerance=1e-9):
    ours = np.fromfile(f"{folder}/{family}.fanfan", dtype="<f8")
    theirs = np.asarray(result, dtype=float)
    assert ours.shape == theirs.shape, (family, ours.shape, theirs.shape)
    assert (np.isnan(ours) == np.isnan(theirs)).all(), family
    there = ~np.isnan(ours)
    assert np.allclose(ours[there], theirs[there], rtol=tolerance, atol=1e-12), family


def polars_join():
    base = df.lazy().with_columns(pl.col("y") + 1)
    return (
        df.lazy()
        .join(base, on=["s", "y"], how="left", suffix="_b", maintain_order="left")
        .select((pl.col("v") / pl.col("v_b") - 1).alias("g"))
        .collect()
    )


def polars_shift():
    before = pl.col("y").shift(1).over("s")
    return df.lazy().select(
        pl.when(before == pl.col("y") - 1).then(pl.col("v") / pl.col("v").shift(1).over("s") - 1).alias("g")
    ).collect()


def polars_shift_plain():
    """For one period on sorted rows: neighbours, if they are the same series and the year before."""
    right = (pl.col("s").shift(1) == pl.col("s")) & (pl.col("y").shift(1) == pl.col("y") - 1)
    return df.lazy().select(pl.when(right).then(pl.col("v") / pl.col("v").shift(1) - 1).alias("g")).collect()


def pandas_merge():
    base = pdf.copy()
    base["y"] += 1
    merged = pdf.merge(base, on=["s", "y"], how="left", suffixes=("", "_b"))
    return merged.v / merged.v_b - 1


DUCK = """select v / first_value(v) over (partition by s order by y range between 1 preceding and 1 preceding) - 1 g
from p"""

agree("growth", timed("growth", "polars self-join", polars_join)["g"].to_numpy())
agree("growth", timed("growth", "polars shift over", polars_shift)["g"].to_numpy())
agree("growth", timed("growth", "polars neighbours by hand", polars_shift_plain)["g"].to_numpy())
agree("growth", timed("growth", "pandas merge", pandas_merge, 2).to_numpy())
timed("growth", "duckdb range window", lambda: con.sql(DUCK).to_arrow_table())
ordered = con.sql(f"select g from (select s, y, {DUCK[7:]}) order by s, y").to_arrow_table()
agree("growth", ordered["g"].to_numpy())

cagr = (
    ((pl.col("v").last() / pl.col("v").first()).pow(1 / (pl.col("y").last() - pl.col("y").first())) - 1).alias("c")
)
agree("cagr", timed("cagr", "polars group_by", lambda: df.lazy().group_by("s", maintain_order=True).agg(cagr).collect())["c"].to_numpy())
timed("cagr", "polars group_by, any order", lambda: df.lazy().group_by("s").agg(cagr).collect())
sql = "select s, pow(arg_max(v, y) / arg_min(v, y), 1.0 / (max(y) - min(y))) - 1 c from p group by s"
timed("cagr", "duckdb", lambda: con.sql(sql).to_arrow_table())

x, t = pl.col("v").log(), pl.col("y").cast(pl.Float64) - 1960
slope = (pl.len() * (t * x).sum() - t.sum() * x.sum()) / (pl.len() * (t * t).sum() - t.sum() ** 2)
agree(
    "least_squares",
    timed("least_squares", "polars sums", lambda: df.lazy().group_by("s", maintain_order=True).agg((slope.exp() - 1).alias("c")).collect())["c"].to_numpy(),
    1e-8,
)
sql = "select s, exp(regr_slope(ln(v), y)) - 1 c from p group by s"
timed("least_squares", "duckdb regr_slope", lambda: con.sql(sql).to_arrow_table())

# Running totals: the rows read as months. Right only where no month of the year is missing before.
months = df.with_columns(year=pl.col("y") // 12, month=pl.col("y") % 12)


def polars_totals():
    group = ["s", "year"]
    whole = pl.col("month") == pl.int_range(pl.len()).over(group)
    return months.lazy().select(pl.when(whole).then(pl.col("v").cum_sum().over(group)).alias("t")).collect()


def pandas_totals():
    groups = pmonths.groupby(["s", "year"], sort=False)
    return groups.v.cumsum().where(groups.cumcount() == pmonths.month)


pmonths = months.to_pandas()
agree("year_to_date", timed("year_to_date", "polars", polars_totals)["t"].to_numpy())
agree("year_to_date", timed("year_to_date", "pandas", pandas_totals, 2).to_numpy())

# Contributions: 20 000 parts of one total.
v = np.fromfile(f"{folder}/parts.f64", dtype="<f8")
parts = pl.DataFrame({
    "part": np.repeat(np.arange(len(v) // 64, dtype=np.int64), 64),
    "year": np.tile(np.arange(1960, 2024, dtype=np.int32), len(v) // 64),
    "v": v,
})


def polars_contributions():
    total = parts.lazy().group_by("year").agg(pl.col("v").sum().alias("total")).with_columns(pl.col("year") + 1)
    base = parts.lazy().with_columns(pl.col("year") + 1)
    return (
        parts.lazy()
        .join(base, on=["part", "year"], how="left", suffix="_b", maintain_order="left")
        .join(total, on="year", how="left", maintain_order="left")
        .select(((pl.col("v") - pl.col("v_b")) / pl.col("total")).alias("c"))
        .collect()
    )


def numpy_contributions():
    """Arrays have no gaps and no periods: right only for a full table."""
    wide = v.reshape(-1, 64)
    out = np.full_like(wide, np.nan)
    total = wide.sum(axis=0)
    np.divide(wide[:, 1:] - wide[:, :-1], total[:-1], out=out[:, 1:])
    return out.ravel()


agree("contributions", timed("contributions", "polars joins", polars_contributions)["c"].to_numpy())
agree("contributions", timed("contributions", "numpy by hand", numpy_contributions))
