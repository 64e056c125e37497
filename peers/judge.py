"""Holds what was measured against the goals: a line each, exit status 1 when one falls short."""
import sys

times = {}
for line in open(sys.argv[1], encoding="utf-8"):
    family, name, milliseconds = line.rstrip("\n").split("\t")
    times.setdefault(family, {})[name] = float(milliseconds)

failed = False


def goal(name, ours, theirs, wanted):
    """`theirs` over `ours`: so many times faster."""
    global failed
    if theirs is None:
        print(f"{name:<72} not measured")
        return
    measured = theirs / ours
    holds = measured >= wanted
    failed |= not holds
    print(f"{name:<72} {measured:8.1f} {wanted:6.1f}  {'holds' if holds else 'FALLS SHORT'}")


def fastest(family, *words, without=("fanfan", "by hand", "sum")):
    found = {n: t for n, t in times.get(family, {}).items() if not any(w in n for w in without)}
    if words:
        found = {n: t for n, t in found.items() if any(w in n for w in words)}
    return min(found.values()) if found else None




def rows():
    """fanfan beside the peers on the same rows."""
    growth = times["growth"]["fanfan"]
    goal("long gap-aware growth: the fastest peer that is right at gaps", growth, fastest("growth"), 4)
    goal("long gap-aware growth: polars, self-join", growth, fastest("growth", "polars self-join"), 15)
    goal("long gap-aware growth: polars, shift over series with a check", growth, fastest("growth", "polars shift over"), 15)
    goal("long gap-aware growth: DuckDB, range window", growth, fastest("growth", "duckdb"), 15)
    goal("through the polars expression: polars' own gap-aware way", times["expression"]["fanfan through polars"], fastest("growth", "polars"), 4)
    goal("CAGR per series: polars", times["cagr"]["fanfan"], fastest("cagr", "polars"), 4)
    goal("least squares per series: the fastest peer", times["least_squares"]["fanfan"], fastest("least_squares"), 4)
    for family in ("contributions", "year_to_date"):
        if family in times:
            goal(f"{family.replace('_', ' ')}: the fastest peer", times[family]["fanfan"], fastest(family), 4)
    command = times.get("command", {})
    if command:
        ours = command["fanfan growth"]
        goal("World Bank file, growth from the command line: polars reads, unpivots", ours, command["polars read and unpivot"], 2)
        goal("World Bank file, growth from the command line: pandas reads, melts", ours, command["pandas read and melt"], 10)
    by_hand = times["growth"].get("polars neighbours by hand")
    if by_hand:
        print(f"for comparison: polars by hand, one period on sorted rows only: {by_hand / growth:.1f} times")

def reading():
    """Reading in a process that runs, and growth of every series on fanfan's side only."""
    for family in sorted(family for family in times if family.startswith("read ")):
        ours, name = times[family]["fanfan"], family.removeprefix("read ")
        if "pandas openpyxl" in times[family]:
            goal(f"{name}: pandas with openpyxl reads", ours, fastest(family, "openpyxl"), 10)
            goal(f"{name}: python-calamine reads bare rows", ours, fastest(family, "calamine"), 1)
        else:
            goal(f"{name}, read and grown: polars reads and unpivots", ours, fastest(family, "polars"), 2)
            goal(f"{name}, read and grown: pandas reads and melts", ours, fastest(family, "pandas"), 10)
    memory = times.get("memory")
    if memory:
        goal("memory: 1.5 x the file and the result over what is used", memory["used"], 1.5 * memory["file"] + memory["result"], 1)


print(f"{'times faster than':<72} {'measured':>8} {'goal':>6}")
if "growth" in times:
    rows()
reading()
sys.exit(1 if failed else 0)
