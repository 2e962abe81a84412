"""Archives, compressed files and disk images: what holds other files and is no document itself."""
