"""A plan as files: a workbook, CSV, and a GeoPackage, all written from the rows that the page shows.

sheets -> workbook, csv_files; layers, layer_styles -> geopackage; all -> export
"""
