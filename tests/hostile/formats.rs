//! What stands in data and would break a report.
