"""The documented Tour, one noun a module: what is published, and the source of each statement.

Texts are written with plain spaces; ``home.writing.typeset`` puts in those French typography asks for.
"""
