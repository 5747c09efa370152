"""What editors of editions and stages are told, at the field, when what they typed does not hold.

Everything goes through the real edit form. Publishing, saving a draft and the editor's own saving are held to the
same rules: only what is still empty may stay so in a draft.
"""
