"""The rows of tables, made once: a section shows them on the page, and a file has them in full."""
