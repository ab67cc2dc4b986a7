"""The tables that Wagtail's own listings and reports export: a title that someone typed is no formula there either."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.formulas import neutral


def neutralise_exports() -> None:
    """Makes every CSV that the admin exports one that no spreadsheet runs; its workbooks are so already."""
    SpreadsheetExportMixin.write_csv_row = _write_csv_row


def _write_csv_row(self: SpreadsheetExportMixin, writer: Any, row: dict[str, Any]) -> Any:
    cells = {name: self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in row.items()}
    return writer.writerow({name: neutral(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
