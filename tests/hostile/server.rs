//! Requests that mean no good.
