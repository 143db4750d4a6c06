"""The README's tours as recordings: read from `data/<agency>/tours/`, worked on a fresh practice store.

`flows` reads them, `record` works one without a terminal, `cast` writes it as an asciicast or plays it.
"""
