"""Freshness of the directory: who confirmed each entry and when, who is asked to, what happens when nobody answers.

`rules` says when (pure), `checking` applies it each day, `requests` writes to the structure, `links` and `answers` take
what it answers, `confirming` makes an entry confirmed, `reports` tells editors.
"""
