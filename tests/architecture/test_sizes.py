"""Small files, small functions: the figures of the design, measured."""

import ast

import pytest

from tests.architecture.measures import Function, Spread, functions, nesting, parameters
from tests.architecture.sources import ROOT, Source, product, suite

FILE_LINES = Spread(median=120, p90=300, most=400)
FUNCTION_LINES = Spread(median=10, p90=30, most=60)
MOST_NESTING = 3
MOST_PARAMETERS = 5
# A package's docstring alone would only make the median look better.
BARE = 2

CODE = tuple(source for source in product() if source.lines > BARE)
FUNCTIONS = tuple(function for source in CODE for function in functions(source))
TEST_FUNCTIONS = tuple(function for source in suite() for function in functions(source))


def table() -> str:
    """What was measured beside what is allowed, and the largest of each."""
    files, lines = Spread.of([one.lines for one in CODE]), Spread.of([one.lines for one in FUNCTIONS])
    head = f"\n{'':18}{'median':>8}{'p90':>8}{'most':>8}"
    rows = [
        f"{name:18}{found.median:8g}{found.p90:8}{found.most:8}   allowed {wanted}"
        for name, found, wanted in (
            ("lines of a file", files, FILE_LINES),
            ("of a function", lines, FUNCTION_LINES),
        )
    ]
    largest = sorted(CODE, key=lambda one: -one.lines)[:8]
    longest = sorted(FUNCTIONS, key=lambda one: -one.lines)[:8]
    return "\n".join(
        [
            head, *rows, "largest files:", *(f"  {one.lines:4} {one.name}" for one in largest),
            "longest functions:", *(f"  {one.lines:4} {one.where}" for one in longest),
        ]
    )  # fmt: skip


def fits(found: Spread, wanted: Spread) -> bool:
    """Whether every figure stays within its limit."""
    return found.median <= wanted.median and found.p90 <= wanted.p90 and found.most <= wanted.most


def test_files_are_small() -> None:
    assert fits(Spread.of([source.lines for source in CODE]), FILE_LINES), table()


def test_functions_are_small() -> None:
    assert fits(Spread.of([function.lines for function in FUNCTIONS]), FUNCTION_LINES), table()


def test_blocks_are_not_nested_deeper_than_three() -> None:
    deep = [one for one in FUNCTIONS if one.nesting > MOST_NESTING]
    assert not deep, "\n".join(f"{one.nesting} {one.where}" for one in deep)


def test_functions_take_at_most_five_parameters_besides_self() -> None:
    # On the command line every flag is a parameter: the library reads the flags from the signature.
    counted = [one for one in FUNCTIONS if "bot/cli/" not in one.where]
    many = [one for one in counted if one.parameters > MOST_PARAMETERS]
    assert not many, "\n".join(f"{one.parameters} {one.where}" for one in many)


def test_no_test_file_or_function_is_a_drawer() -> None:
    files = [f"{one.lines} {one.name}" for one in suite() if one.lines > FILE_LINES.most]
    long = [f"{one.lines} {one.where}" for one in TEST_FUNCTIONS if one.lines > FUNCTION_LINES.most]
    assert not files + long, "\n".join(files + long)


def test_there_are_at_least_as_many_lines_of_tests_as_of_code() -> None:
    of_tests, of_code = sum(one.lines for one in suite()), sum(one.lines for one in product())
    assert of_tests >= of_code, f"{of_tests} lines of tests, {of_code} lines of code"


def measured(code: str) -> Function:
    """The first function of some text."""
    return next(functions(Source(ROOT / "sample.py", code)))


@pytest.mark.parametrize(
    ("code", "depth"),
    [
        ("def f():\n    return 1", 0),
        ("def f():\n    if a:\n        b()\n    elif c:\n        d()\n    else:\n        e()", 1),
        ("def f():\n for a in b:\n  if c:\n   with d:\n    while e:\n     g()", 4),
        ("def f():\n    if a:\n        def inner():\n            for b in c:\n                d()", 1),
        ("def f():\n    try:\n        a()\n    except B:\n        if c:\n            d()", 2),
    ],
)  # fmt: skip
def test_nesting_counts_blocks_in_blocks(code: str, depth: int) -> None:
    assert measured(code).nesting == depth


def test_parameters_are_counted_besides_self() -> None:
    (function,) = ast.parse("def f(self, a, /, b, *c, d, **e): ...").body
    assert isinstance(function, ast.FunctionDef)
    assert parameters(function) == 5


def test_a_percentile_is_a_value_that_occurs() -> None:
    assert Spread.of(list(range(1, 11))) == Spread(5.5, 9, 10)
    assert Spread.of([7]) == Spread(7, 7, 7)


def test_a_plain_statement_has_no_nesting() -> None:
    assert nesting(ast.parse("a = 1").body[0]) == 0
