"""Booking seats: who comes to which date, who waits for a seat, and what each is told.

`rules` is pure; `allocation` applies it under the lock of the date; `letters` are written in the same transaction.
"""
