"""When things happen in a build: thin MkDocs events that call `bank`."""
