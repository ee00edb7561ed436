"""The sentences of the pages, as values: what a page says, whatever draws it. Imports no face."""
