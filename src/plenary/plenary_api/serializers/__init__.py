"""Making of entities: from rows and views of the rooms, without asking the database."""
