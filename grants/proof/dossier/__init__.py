"""The dossier: one file with everything that proves an application, checked with nothing running. See docs/dossier.md.

packing: how entries become bytes, always the same. sealing: the seal over every byte, and which byte is wrong.
contents: what the entries are. checking: whether what they say holds together.
"""
