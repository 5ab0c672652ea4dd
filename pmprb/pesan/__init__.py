"""The pesan room."""
