"""The move to coexistence, page by page: prepare, and choose a provider."""
