"""Static files under names that change with their content, compressed, and our own without comments and blanks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import override

import rcssmin
import rjsmin
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

MINIFIERS: dict[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
"""By the ending of a file's name."""
OWN = "studyapp"
"""The folder of what is minified: other packages bring their files as small as they want them."""


@dataclass(frozen=True, slots=True)
class Minified:
    """A storage that is read through one of the minifiers."""

    storage: Storage
    minify: Callable[[str], str]

    def open(self, path: str) -> File[bytes]:
        with self.storage.open(path) as whole:
            return ContentFile(self.minify(whole.read().decode()).encode())


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    @override
    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: object
    ) -> Iterator[tuple[str, str, bool]]:
        """Under its plain name, which no page asks for, a file stays as it was written."""
        ready = {name: (_as_served(name, storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(ready, dry_run=dry_run, **options)


def _as_served(name: str, storage: Storage) -> Storage | Minified:
    minify = MINIFIERS.get(PurePath(name).suffix) if name.startswith(f"{OWN}/") else None
    return Minified(storage, minify) if minify else storage
