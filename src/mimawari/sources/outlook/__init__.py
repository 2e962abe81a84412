"""Outlook's data files, PST and OST (MS-PST): read page by page and in flat memory, without Outlook and without a library.

``layout`` knows the three forms of the file, ``pages`` its two B-trees, ``store`` blocks and nodes, ``heap`` what lies in a
node, ``properties`` and ``table`` what that means, ``letter`` makes a mail of it.
"""
