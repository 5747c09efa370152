"""Fields that several datasets have: what names a page, an edition, a stage, a place in the country."""

from stages.domain.open_data.fields import CODE, INTEGER, PAGE, TEXT, UUID, Field
from tour.departments import DEPARTMENTS, REGION_OF
from tour.french import fold


def themes(page) -> list[str]:
    """The themes of a page read with ``themed_items__tag``, in alphabetical order."""
    return sorted((item.tag.name for item in page.themed_items.all()), key=fold)


IDENTITY = (
    Field("id", UUID, lambda page: page.translation_key, "Identifiant, le même tant que la page existe.", is_sure=True),
    Field("name", TEXT, lambda page: page.title, "Nom, tel qu’en tête de sa page.", is_sure=True),
    Field(
        "url",
        PAGE,
        lambda page: page,
        "Adresse de sa page. Elle peut changer\u00a0: «\u00a0id\u00a0» ne change pas.",
        is_sure=True,
    ),
)

EDITION_REFERENCE = (
    *IDENTITY[:2],
    Field("year", INTEGER, lambda edition: edition.year, "Année de cette édition du Tour.", is_sure=True),
    IDENTITY[2],
)

STAGE_REFERENCE = (
    *IDENTITY[:2],
    Field("position", INTEGER, lambda stage: stage.position, "Rang de l’étape dans son édition, à partir de 1."),
    IDENTITY[2],
)

DEPARTMENT = (
    Field(
        "department_code",
        CODE,
        lambda row: row.department,
        "Code du département (INSEE)\u00a0: «\u00a048\u00a0», «\u00a02A\u00a0», «\u00a0974\u00a0».",
    ),
    Field("department", TEXT, lambda row: DEPARTMENTS.get(row.department), "Nom du département."),
    Field(
        "region", TEXT, lambda row: REGION_OF.get(row.department), "Région d’aujourd’hui, ou «\u00a0Outre-mer\u00a0»."
    ),
)
