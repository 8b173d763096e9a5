"""Making of entities. Statuses and accounts, of which pages are full, are spliced from strings
rendered before; all else is a Struct."""
