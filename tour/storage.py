"""How static files are built: hashed names, and one stylesheet out of many.

``static/css/tour.css`` holds nothing but ``@layer`` and ``@import`` lines, which a browser follows in
development. At ``collectstatic`` the imports are written into the file, so that a page costs one
request for its style.
"""

import re
from pathlib import Path

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/tour.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w.]+)\))?(?P<media>[^;]*);')


def inline_imports(entry: Path) -> str:
    """The stylesheet at ``entry`` with each local ``@import`` replaced by the file's text.

    ``layer(name)`` becomes an ``@layer name`` block and a media query an ``@media`` block (CSS
    Cascading and Inheritance 5). Raises FileNotFoundError for an import that names no file. Addresses
    inside the imported files must be absolute or relative to the entry.
    """

    def text_of(match):
        css = (entry.parent / match["name"]).read_text(encoding="utf-8")
        if match["layer"]:
            css = f"@layer {match['layer']} {{\n{css}\n}}"
        if match["media"].strip():
            css = f"@media {match['media'].strip()} {{\n{css}\n}}"
        return css

    return IMPORT.sub(text_of, entry.read_text(encoding="utf-8"))


class InlineImportsMixin:
    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and ENTRY in paths:
            # Written from the sources each time, since only these change; hashed from what was written.
            storage, source = paths[ENTRY]
            Path(self.path(ENTRY)).write_text(inline_imports(Path(storage.path(source))), encoding="utf-8")
            paths = {**paths, ENTRY: (self, ENTRY)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


class TourStaticFilesStorage(InlineImportsMixin, ManifestStaticFilesStorage):
    """For a laptop: hashed names, not compressed (compressing takes a minute)."""

    manifest_strict = False


class CompressedTourStaticFilesStorage(InlineImportsMixin, CompressedManifestStaticFilesStorage):
    """For production images: hashed names, gzip beside each file."""
