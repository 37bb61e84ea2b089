//! Slips of syntax, values out of range, days and digits.
