"""Prints the figures; takes about two minutes. `BENCH_DIR=…` keeps what was learned for the next run."""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise
from math import log
from statistics import linear_regression, quantiles
from typing import TypeVar

# Never the database of a running portal.
for name in ("DATABASE_URL", "PRODUCTION"):
    os.environ.pop(name, None)
if "BENCH_DIR" not in os.environ:
    os.environ["BENCH_DIR"] = tempfile.mkdtemp(prefix="portal-bench-")
    atexit.register(shutil.rmtree, os.environ["BENCH_DIR"], ignore_errors=True)
os.environ["VAR_DIR"] = os.environ["BENCH_DIR"]
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from diagnosis.catalogue.answer import diagnose  # noqa: E402
from diagnosis.catalogue.learned import learned  # noqa: E402
from diagnosis.catalogue.loader import load_content  # noqa: E402
from diagnosis.catalogue.rules import Current, published_rules  # noqa: E402
from diagnosis.engine.extract import extract  # noqa: E402
from diagnosis.engine.foreign import without_foreign_codes  # noqa: E402
from diagnosis.engine.mask import mask  # noqa: E402
from diagnosis.engine.match import compile_rules, match  # noqa: E402
from diagnosis.engine.normalize import clean  # noqa: E402
from diagnosis.engine.types import ErrorReport, MaskedText, Rules  # noqa: E402
from tests.bench.texts import hostile, pasted, signatures  # noqa: E402

SIGNATURES = (50, 500, 5000)
RUNS = {300: 200, 2048: 200, 20_480: 40, 65_536: 20}  # how often a text of so many bytes is diagnosed
DISTINCT_TEXTS = 40
MEGABYTE = 2**20
Given = TypeVar("Given")


@dataclass(frozen=True)
class Cell:
    """Milliseconds of computing; `waited` is the 99th percentile on the clock, which other work on the machine adds to."""

    p50: float
    p99: float
    waited: float


def main() -> None:
    began = time.monotonic()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, a million additions take {yardstick():.0f} ms")
    say("loading the content …")
    call_command("migrate", verbosity=0)
    load_content()
    published = published_rules()
    say(f"learning from {len(published.examples)} examples …")
    learned(published)
    for line in chain(memory(), speed(published), stages(published), shapes(published)):
        say(line)
    say(f"\n{time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}")


def yardstick() -> float:
    """Milliseconds of computing, to compare machines, and a busy machine with an idle one."""
    began = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return 1000 * (time.process_time() - began)


def say(line: str) -> None:
    print(line, flush=True)


def compiled(rules: Rules, count: int) -> Current:
    rules = replace(rules, phrases=tuple(signatures(rules, count)))
    return Current(0, compile_rules(rules, model=learned(rules)), frozenset(rules.codes))


def memory() -> Iterator[str]:
    """Measured in processes of their own, where nothing was compiled before."""
    yield "\nMemory that compiled rules add to a process, MB (target: 15)"
    yield "signatures  objects  resident"
    for count in SIGNATURES:
        objects, resident = (in_own_process(measure, count) for measure in ("objects", "resident"))
        yield f"{count:10}  {objects:7.1f}  {resident:8.1f}"


def in_own_process(measure: str, count: int) -> float:
    command = [sys.executable, "-m", "tests.bench", measure, str(count)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def objects(count: int) -> float:
    """By what Python allocated and still holds."""
    tracemalloc.start()
    rules = compiled(published_rules(), count)
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / MEGABYTE if rules else 0.0


def resident(count: int) -> float:
    """By the pages of the process (Linux), which also count what building the rules needed for a moment."""
    published_rules()
    gc.collect()
    before = resident_now()
    rules = compiled(published_rules(), count)
    gc.collect()
    return resident_now() - before if rules else 0.0


def resident_now() -> float:
    with open("/proc/self/statm") as pages:  # noqa: PTH123
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def speed(published: Rules) -> Iterator[str]:
    """From the pasted text to the ranked causes: clean, mask, extract, match."""
    cells: dict[tuple[bool, int, int], Cell] = {}
    yield "\nMilliseconds for a text (p50, p99: of computing; waited: p99 on the clock)"
    yield "text   signatures   bytes      p50      p99   waited"
    for count in SIGNATURES:
        rules = compiled(published, count)
        for has_code in (True, False):
            for size, runs in RUNS.items():
                texts = pasted(published, size=size, count=min(runs, DISTINCT_TEXTS), has_code=has_code)
                cell = cells[has_code, count, size] = timed(
                    lambda text, rules=rules: diagnose(text, rules), texts, runs
                )
                kind = "code" if has_code else "prose"
                yield f"{kind:5}  {count:10}  {size:6}  {cell.p50:7.2f}  {cell.p99:7.2f}  {cell.waited:7.2f}"
    yield from growth(cells)


def stages(published: Rules) -> Iterator[str]:
    """Where the time of the cell with the targets goes."""
    rules = compiled(published, max(SIGNATURES))
    runs = RUNS[2048]
    yield "\nStages at 2 kB and 5,000 signatures (p50, p99 of computing; total: the cell above)"
    for has_code, kind in ((True, "code"), (False, "prose")):
        texts = pasted(published, size=2048, count=DISTINCT_TEXTS, has_code=has_code)
        masked = [hidden(text) for text in texts]
        read = partial(extract, labels=rules.compiled.labels, known_codes=rules.known_codes)
        cells = {
            "mask": timed(hidden, texts, runs),
            "read": timed(read, masked, runs),
            "rank": timed(partial(ranked, rules=rules), list(map(read, masked)), runs),
        }
        yield f"{kind:5}  " + "  ".join(f"{name} {cell.p50:.2f} {cell.p99:.2f}" for name, cell in cells.items())


def hidden(text: str) -> MaskedText:
    return mask(clean(text).text)


def ranked(report: ErrorReport, rules: Current) -> object:
    return match(without_foreign_codes(report, rules.compiled), rules.compiled)


def timed(work: Callable[[Given], object], texts: Sequence[Given], runs: int) -> Cell:
    work(texts[0])
    gc.collect()
    computing, clock = [], []
    for run in range(runs):
        text = texts[run % len(texts)]
        began, began_at = time.process_time(), time.perf_counter()
        work(text)
        computing.append(1000 * (time.process_time() - began))
        clock.append(1000 * (time.perf_counter() - began_at))
    return Cell(percentile(computing, 50), percentile(computing, 99), percentile(clock, 99))


def percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1]


def growth(cells: dict[tuple[bool, int, int], Cell]) -> Iterator[str]:
    """The exponent e of time ~ size^e, fitted to the medians."""
    most = max(SIGNATURES)
    yield "\nGrowth exponents (targets: text 1.15, signatures 0.5)"
    for has_code, kind in ((True, "code"), (False, "prose")):
        by_text = exponent([(size, cells[has_code, most, size].p50) for size in RUNS])
        steepest = max(exponent([(size, cells[has_code, most, size].p50) for size in pair]) for pair in pairwise(RUNS))
        by_count = exponent([(count, cells[has_code, count, 2048].p50) for count in SIGNATURES])
        yield f"{kind:5}  text {by_text:.2f} (steepest stretch {steepest:.2f})  signatures {by_count:.2f}"
    yield "\nTargets at 2 kB and 5,000 signatures"
    for has_code, kind, target in ((True, "code", 5), (False, "prose", 15)):
        p99 = cells[has_code, most, 2048].p99
        yield f"{kind:5}  p99 {p99:.2f} ms, {'under' if p99 < target else 'OVER'} {target} ms"


def exponent(points: Sequence[tuple[int, float]]) -> float:
    return linear_regression([log(size) for size, _ in points], [log(value) for _, value in points]).slope


def shapes(published: Rules) -> Iterator[str]:
    rules = compiled(published, max(SIGNATURES))
    yield "\nSeconds for 64 kB of a hostile shape (target: under 1)"
    for name, text in hostile():
        began = time.process_time()
        diagnose(text, rules)
        yield f"{time.process_time() - began:5.2f}  {name}"


if __name__ == "__main__":
    if len(sys.argv) == 3:
        say(str({"objects": objects, "resident": resident}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
