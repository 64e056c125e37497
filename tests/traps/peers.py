"""What pandas, polars and a spreadsheet give for the traps, written to peers.toml.

Run in an environment of one's own: pip install pandas polars; python tests/traps/peers.py
The spreadsheet's value is its row formula (this row over the row so many rows above), computed here with its rules:
a blank is 0 in arithmetic, "5%" is 0.05, a text is #VALUE!, nothing over zero is #DIV/0!.
"""

import csv
import io
import math
import pathlib
import platform
import tomllib
from decimal import ROUND_HALF_UP, Decimal

import pandas
import polars

HERE = pathlib.Path(__file__).parent
VALUE = ("value", "数值")


def column(names, wanted):
    return next((name for name in names if name in wanted), None)


def year(text):
    return str(text)[:4]


def in_pandas(trap):
    frame = pandas.read_csv(io.StringIO(trap["table"].strip()))
    name = column(frame.columns, VALUE)
    if frame[name].dtype == object or str(frame[name].dtype) == "str":
        frame[name] = frame[name].str.rstrip("%").astype(float)
    lag, kind = trap.get("lag", 1), trap.get("kind", "rate")
    values = frame[name]
    groups = frame.groupby("region")[name] if "region" in frame else values
    rate = groups.pct_change(lag)
    out = {
        "rate": lambda: groups.diff(lag) if trap["measure"] == "points" else rate,
        "annualised": lambda: (1 + rate) ** trap.get("per_year", 4) - 1,
        "two_year": lambda: (values / values.shift(2)) ** 0.5 - 1,
        "fixed_base": lambda: values / values.iloc[0],
        "single": lambda: values.diff().fillna(values),
        "year_sum": lambda: values.groupby(frame.iloc[:, 0].map(year)).transform("sum").pct_change(4),
        "year_to_date": lambda: values.groupby(frame.iloc[:, 0].map(year)).cumsum().pct_change(lag),
        "rolling": lambda: values.rolling(4).sum().pct_change(4),
        "cagr_rows": lambda: (values / values.iloc[0]) ** (1 / len(values)) - 1,
        "cagr_rows_less_one": lambda: (values / values.iloc[0]) ** (1 / (len(values) - 1)) - 1,
        "mean_of_rates": lambda: rate.expanding().mean(),
        "round": lambda: (rate * 100).round(trap.get("as_published", 0)),
        "steps": lambda: (rate * 100).round(3).round(2).round(1).round(0),
    }[kind]()
    return out.iloc[trap["row"]]


def in_polars(trap):
    frame = polars.read_csv(io.StringIO(trap["table"].strip()))
    name = column(frame.columns, VALUE)
    if frame[name].dtype == polars.String:
        frame = frame.with_columns(polars.col(name).str.strip_chars_end("%").cast(polars.Float64))
    lag, kind = trap.get("lag", 1), trap.get("kind", "rate")
    value = polars.col(name).cast(polars.Float64)
    years = polars.col(frame.columns[0]).cast(polars.String).str.slice(0, 4)
    over = (lambda expr: expr.over("region")) if "region" in frame.columns else (lambda expr: expr)
    rate = over(value.pct_change(lag))
    out = {
        "rate": lambda: over(value.diff(lag)) if trap["measure"] == "points" else rate,
        "annualised": lambda: (1 + rate) ** trap.get("per_year", 4) - 1,
        "two_year": lambda: (value / value.shift(2)) ** 0.5 - 1,
        "fixed_base": lambda: value / value.first(),
        "single": lambda: value.diff().fill_null(value),
        "year_sum": lambda: value.sum().over(years).pct_change(4),
        "year_to_date": lambda: value.cum_sum().over(years).pct_change(lag),
        "rolling": lambda: value.rolling_sum(4).pct_change(4),
        "cagr_rows": lambda: (value / value.first()) ** (1 / polars.len()) - 1,
        "cagr_rows_less_one": lambda: (value / value.first()) ** (1 / (polars.len() - 1)) - 1,
        "mean_of_rates": lambda: rate.mean(),
        "round": lambda: (rate * 100).round(trap.get("as_published", 0)),
        "steps": lambda: (rate * 100).round(3).round(2).round(1).round(0),
    }[kind]()
    return frame.with_columns(out.alias("out"))["out"][trap["row"]]


def cell(text):
    if text == "":
        return 0.0
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def rounded(number, decimals):
    """ROUND(): half away from zero on the 15 digits that a sheet shows."""
    unit = Decimal(1).scaleb(-decimals)
    return float(Decimal(f"{number:.15g}").quantize(unit, rounding=ROUND_HALF_UP))


def in_a_sheet(trap):
    rows = list(csv.reader(io.StringIO(trap["table"].strip())))
    names, rows = rows[0], rows[1:]
    at = names.index(column(names, VALUE))
    values = [cell(row[at]) for row in rows]
    years = [year(row[0]) for row in rows]
    row, lag, kind = trap["row"], trap.get("lag", 1), trap.get("kind", "rate")
    rate = lambda row: values[row] / values[row - lag] - 1
    sums = [sum(value for value, other in zip(values, years) if other == own) for own in years]
    so_far = [sum(values[i] for i in range(at + 1) if years[i] == years[at]) for at in range(len(values))]
    rolling = lambda row: sum(values[row - 3 : row + 1])
    return {
        "rate": lambda: values[row] - values[row - lag] if trap["measure"] == "points" else rate(row),
        "annualised": lambda: (1 + rate(row)) ** trap.get("per_year", 4) - 1,
        "two_year": lambda: (values[row] / values[row - 2]) ** 0.5 - 1,
        "fixed_base": lambda: values[row] / values[0],
        "single": lambda: values[row] - values[row - 1] if row else values[row],
        "year_sum": lambda: sums[row] / sums[0] - 1,
        "year_to_date": lambda: so_far[row] / so_far[row - lag] - 1,
        "rolling": lambda: rolling(row) / rolling(row - 4) - 1,
        "cagr_rows": lambda: (values[row] / values[0]) ** (1 / len(values)) - 1,
        "cagr_rows_less_one": lambda: (values[row] / values[0]) ** (1 / (len(values) - 1)) - 1,
        "mean_of_rates": lambda: sum(rate(i) for i in range(1, len(values))) / (len(values) - 1),
        "round": lambda: rounded(rate(row) * 100, trap.get("as_published", 0)),
        "steps": lambda: rounded(rounded(rounded(rounded(rate(row) * 100, 3), 2), 1), 0),
    }[kind]()


def shown(give, trap):
    try:
        value = give(trap)
    except ZeroDivisionError:
        return '"#DIV/0!"'
    except Exception as error:  # whatever a tool refuses is worth knowing
        return f'"{type(error).__name__}"'
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return '"missing"'
    return repr(float(value))


def main():
    lines = [
        "# Written by peers.py; what the tools give in the row that each trap names.",
        "",
        "[tools]",
        f'python = "{platform.python_version()}"',
        f'pandas = "{pandas.__version__}"',
        f'polars = "{polars.__version__}"',
        'spreadsheet = "row formula, computed by peers.py"',
    ]
    for file in sorted(HERE.glob("*.toml")):
        if file.name == "peers.toml":
            continue
        for trap in tomllib.loads(file.read_text(encoding="utf-8"))["trap"]:
            lines += ["", f"[{trap['name']}]"]
            tools = {"pandas": in_pandas, "polars": in_polars, "spreadsheet": in_a_sheet}
            lines += [f"{tool} = {shown(give, trap)}" for tool, give in tools.items()]
    (HERE / "peers.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
