"""Mail: always written to the database by the transaction that causes it, then sent apart.

`letter` writes one, `queue` keeps it, `sending` sends what waits.
"""
