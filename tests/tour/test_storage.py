"""How static files are built: one stylesheet out of many, under a name that changes with its content."""

import gzip

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from tour.storage import inline_imports


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    (folder / "css").mkdir(parents=True)
    (folder / "fonts").mkdir()
    (folder / "fonts" / "a.woff2").write_bytes(b"font")
    (folder / "css" / "base.css").write_text('@font-face { src: url("../fonts/a.woff2"); }\nbody { color: red; }\n')
    (folder / "css" / "print.css").write_text("nav { display: none; }\n")
    (folder / "css" / "tour.css").write_text(
        '@layer base;\n@import url("base.css") layer(base);\n@import url("print.css") print;\n'
    )
    return folder


@pytest.fixture(params=["TourStaticFilesStorage", "CompressedTourStaticFilesStorage"])
def build(request, sources, tmp_path):
    """A function that runs collectstatic and returns the built stylesheet, with either storage."""
    built = tmp_path / "built"
    built.mkdir()

    def collect():
        call_command("collectstatic", interactive=False, verbosity=0)
        return built / staticfiles_storage.stored_name("css/tour.css")

    with override_settings(
        STATIC_ROOT=built,
        STATICFILES_DIRS=[sources],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={"staticfiles": {"BACKEND": f"tour.storage.{request.param}"}},
    ):
        yield collect


def test_imports_become_layers_and_media_queries(sources):
    assert inline_imports(sources / "css" / "tour.css") == (
        "@layer base;\n"
        '@layer base {\n@font-face { src: url("../fonts/a.woff2"); }\nbody { color: red; }\n\n}\n'
        "@media print {\nnav { display: none; }\n\n}\n"
    )


def test_import_of_a_missing_file_is_an_error(sources):
    (sources / "css" / "print.css").unlink()
    with pytest.raises(FileNotFoundError):
        inline_imports(sources / "css" / "tour.css")


def test_built_stylesheet_is_one_file_with_hashed_addresses(build):
    css = build().read_text()
    assert "@import" not in css
    assert f'url("..{staticfiles_storage.url("fonts/a.woff2").removeprefix("/static")}")' in css
    assert "nav { display: none; }" in css


def test_change_of_an_imported_file_changes_the_name_of_the_stylesheet(build, sources):
    before = build()
    (sources / "css" / "print.css").write_text("nav { display: block; }\n")
    after = build()
    assert before.name != after.name
    assert "nav { display: block; }" in after.read_text()


def test_nothing_changed_keeps_the_name(build):
    assert build() == build()


@pytest.mark.parametrize("build", ["CompressedTourStaticFilesStorage"], indirect=True)
def test_production_compresses_the_whole_stylesheet(build, sources):
    (sources / "css" / "base.css").write_text("body { color: red; }\n" * 100)
    stylesheet = build()
    assert gzip.decompress(stylesheet.with_name(f"{stylesheet.name}.gz").read_bytes()) == stylesheet.read_bytes()
