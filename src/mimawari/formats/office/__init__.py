"""Office documents: one container module a shell (OLE, OOXML, XML, MHTML, RTF), one package each for macros and workbooks.

A container reads its own structure, hands the rest to the readers of macros and workbooks, and yields one
:class:`~mimawari.model.OfficeDocument` with everything that was found, and blobs for what is embedded.
"""
