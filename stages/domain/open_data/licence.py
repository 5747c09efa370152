"""Under which terms the data are offered, and which version of their form this is."""

from dataclasses import dataclass

#: Major.minor. A field more: the minor number. A field less, or another meaning: the major one, and new addresses.
VERSION = "1.0"
#: For how long the addresses of a major version answer once there is a newer one.
CHANGES_NOTICE = "un an"


@dataclass(frozen=True)
class Licence:
    name: str
    url: str

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "url": self.url}


LICENCE = Licence(
    name="Licence Ouverte / Open Licence 2.0", url="https://www.etalab.gouv.fr/licence-ouverte-open-licence"
)
