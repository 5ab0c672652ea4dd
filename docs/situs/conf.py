"""How Sphinx makes the site; `bangun.py` lays out its sources and starts it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

import pmprb  # noqa: E402  (of this checkout)

project = "pmprb"
author = "pmprb"
version = release = pmprb.__version__
language = "id"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
root_doc = "index"
smartquotes = False
default_role = "code"

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = True

html_theme = "pydata_sphinx_theme"
html_title = f"pmprb {release}"
html_short_title = "pmprb"
html_static_path = [str(HERE / "aset")]
html_css_files = ["situs.css"]
html_js_files = ["situs.js"]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
html_sidebars = {page: [] for page in ("index", "docs/panduan-*", "docs/temuan")}
html_theme_options = {
    "logo": {"text": "pmprb"},
    "navbar_align": "left",
    "navbar_persistent": ["search-button-field"],
    "navbar_end": ["theme-switcher"],
    "header_links_before_dropdown": 6,
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "show_nav_level": 1,
    "navigation_depth": 3,
    "collapse_navigation": True,
    "search_bar_text": "Cari …",
    "footer_start": ["kaki"],
    "footer_center": [],
    "footer_end": [],
    "article_header_start": ["breadcrumbs"],
    "back_to_top_button": False,
}
html_context = {"default_mode": "auto"}
templates_path = [str(HERE / "templat")]
