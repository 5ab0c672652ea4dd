// What Sphinx's Indonesian catalog lacks among the words of its search.
Documentation.addTranslations({
  locale: "id",
  plural_expr: "0",
  messages: {
    "Search finished, found one page matching the search query.": ["${resultCount} halaman memuatnya."],
    "Preparing search...": "Menyiapkan pencarian …",
    "Searching": "Mencari",
    "Hide Search Matches": "Hilangkan tanda pencarian",
  },
});
// A page opened from a disk may not fetch another: results are listed there without an excerpt of each page.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
