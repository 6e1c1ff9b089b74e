"""Errors: one root, and a tree drawn at the top of the module that is the tree in the code."""

import re
from itertools import pairwise

from domain import errors
from domain.errors import Conflict, DondocError, NotFound

LINE = re.compile(r"^(?P<branches>[│├└─ ]*)(?P<name>[A-Z]\w+)")


def drawn() -> dict[str, int]:
    """Names in the drawing with their depth; a branch is four columns wide."""
    lines = (LINE.match(line) for line in (errors.__doc__ or "").splitlines()[2:])
    return {found["name"]: len(found["branches"]) // 4 for found in lines if found}


def coded() -> dict[str, int]:
    """The same from the classes."""
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    return {found.__name__: found.__mro__.index(DondocError) for found in classes}


def test_the_drawn_tree_is_the_tree_of_the_classes() -> None:
    assert drawn() == coded()


def test_the_drawing_never_skips_a_level() -> None:
    assert all(below - above <= 1 for above, below in pairwise(drawn().values()))


def test_an_error_without_words_speaks_its_docstring() -> None:
    assert Conflict().text == "Somebody changed it first; read it again."


def test_an_error_with_words_speaks_those() -> None:
    assert NotFound("không có mã XYZ").text == "không có mã XYZ"
