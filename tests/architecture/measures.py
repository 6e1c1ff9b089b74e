"""Measuring source text: lengths of functions, depth of nesting, parameters."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from tests.architecture.sources import Source

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method with its measures; decorators do not count as its lines."""

    where: str
    lines: int
    nesting: int
    parameters: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a measure is spread over many things."""

    median: float
    p90: int
    most: int

    @classmethod
    def of(cls, values: Sequence[int]) -> "Spread":
        """Median, nearest-rank 90th percentile and maximum."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[ceil(0.9 * len(ordered)) - 1], ordered[-1])


def functions(source: Source) -> Iterator[Function]:
    """Every function of a file, also the nested ones."""
    for node in ast.walk(source.tree):
        if isinstance(node, _FUNCTIONS):
            assert node.end_lineno is not None
            yield Function(
                where=f"{source.name}:{node.lineno} {node.name}",
                lines=node.end_lineno - node.lineno + 1,
                nesting=max((nesting(child) for child in node.body), default=0),
                parameters=parameters(node),
            )


def nesting(node: ast.AST) -> int:
    """How deep blocks lie in blocks; `elif` stays on the level of its `if`, inner functions count alone."""
    if isinstance(node, _FUNCTIONS):
        return 0
    own = 1 if isinstance(node, _BLOCKS) else 0
    return max(
        (nesting(child) + own - _is_elif(node, child) for child in ast.iter_child_nodes(node)), default=own
    )


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Parameters besides `self` or `cls`; `*args` and `**kwargs` count one each."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    named = [argument for argument in every if argument.arg not in {"self", "cls"}]
    return len(named) + bool(node.args.vararg) + bool(node.args.kwarg)


def _is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and isinstance(child, ast.If) and parent.orelse == [child]
