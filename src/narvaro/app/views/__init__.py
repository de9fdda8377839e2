"""How answers look in a terminal: tables that fit 80 columns, plain in a pipe."""
