"""The desk: one page for an article, on which its facts, citations and questions are written piece by piece.

A piece is the admin of facts or of questions with a smaller form: the same fields, verbs and gates.
"""
