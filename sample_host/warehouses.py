"""The warehouses of the sample. A line that names none is about the main one."""

from __future__ import annotations

WAREHOUSES = ("Main store", "Harbour store", "Boat shed")
