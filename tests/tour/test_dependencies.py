"""Each direct dependency has a reason, written down."""

import re

import pytest
from django.conf import settings


@pytest.mark.parametrize("name", ["base", "dev"])
def test_each_direct_dependency_has_its_line(name):
    required = (settings.BASE_DIR / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    docs = (settings.BASE_DIR / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = docs.split(f"`requirements/{name}.in`")[1].split("\n## ")[0]
    assert re.findall(r"^\| ([\w-]+) \|", section, re.MULTILINE)[1:] == re.findall(
        r"^(\w[\w-]*)", required, re.MULTILINE
    )


@pytest.mark.parametrize("name", ["uv", "base", "dev"])
def test_compiled_requirements_name_no_index(name):
    compiled = (settings.BASE_DIR / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", compiled) == []
    assert compiled.count("--hash=sha256:") >= compiled.count("==")
