"""`python -m tests.fuzz mask -max_total_time=600` fuzzes one parser; the options are those of libFuzzer.

What was found worth keeping stays under the folder named behind the options, if any. A crash is written to a file
and makes the process fail; it becomes a case under tests/engine.
"""

import sys

import atheris

with atheris.instrument_imports(include=["diagnosis.engine"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: target(atheris.FuzzedDataProvider(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
