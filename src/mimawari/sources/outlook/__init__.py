"""Outlook's data files, PST and OST (MS-PST): read page by page and in flat memory, without Outlook and without a library.

``layout`` knows the three forms of the file, ``pages`` its two B-trees, ``salvage`` what is left of damaged ones, ``store`` blocks
and nodes, ``cipher`` how they are disguised, ``heap`` what lies in a node, ``properties`` and ``strings`` what that means,
``items`` folders and messages; ``letter`` and ``fields`` make a mail of one, ``joined`` its content.
"""
