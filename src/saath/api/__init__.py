"""HTTP for programs: /api/v1, bearer keys, cursors, problem+json. Reads through `queries`."""
