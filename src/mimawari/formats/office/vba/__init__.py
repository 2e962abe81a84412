"""VBA projects (MS-OVBA) and the controls of pages and forms (MS-OFORMS), in whatever container they lie.

Call :func:`~mimawari.formats.office.vba.project.find_projects`, :func:`~mimawari.formats.office.vba.project.read_vba`,
:func:`~mimawari.formats.office.vba.controls.read_controls` and :func:`~mimawari.formats.office.vba.controls.read_ocx`.
"""

from mimawari.formats.office.vba.controls import read_controls, read_ocx
from mimawari.formats.office.vba.project import find_projects, read_vba

__all__ = ["find_projects", "read_controls", "read_ocx", "read_vba"]
