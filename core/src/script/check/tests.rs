//! What the checker says, and what it says nothing about.
