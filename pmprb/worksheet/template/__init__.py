"""Worksheets for units: `build.build_template` for one, `build.TemplateMaker` for many; review workbooks."""
