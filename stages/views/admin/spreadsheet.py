"""Spreadsheets of the admin that hold words and numbers, whoever typed them, and no formula."""

from stages.domain.open_data.text import clean, without_formula


class TextSpreadsheet:
    """Before a view that exports (Wagtail's ``SpreadsheetExportMixin``)."""

    def get_heading(self, queryset, field):
        return as_text(super().get_heading(queryset, field))

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return as_text(value) if isinstance(value, str) else value

    def stream_csv(self, queryset):
        """As Wagtail's, after a byte order mark: without it spreadsheets take accents for something else."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)


def as_text(words: str) -> str:
    """``words`` as a spreadsheet takes them for words, whoever typed them."""
    return without_formula(clean(words))
