"""The contest as something one does: applications, their files, the jury's marks, what is retained.

The pages of the editions and of the entries are in `evenements/models/contest.py`; `stages` is pure.
"""
