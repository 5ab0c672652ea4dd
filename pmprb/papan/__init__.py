"""The page: one list of jobs, the page itself (`halaman`), and its two homes, one file and a local server."""
