"""Entries of the directory and places that are the same thing twice: found, proposed beside each other, merged, undone.

`names` and `records` read what is compared, `scoring` compares two records and `blocking` chooses which to compare: no
Django in any of them. `finding` keeps the proposals up to date, `merging` and `undoing` do what an editor decides.
"""
