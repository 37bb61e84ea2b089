//! Files of other types, empty ones, links, and folders within folders.
