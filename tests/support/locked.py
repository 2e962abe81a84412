"""Zip archives with a password, as honest firms and Emotet send them."""

from __future__ import annotations

import io

import pyzipper


def encrypted_zip(files: dict[str, bytes], password: str) -> bytes:
    """An AES archive of *files*."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
