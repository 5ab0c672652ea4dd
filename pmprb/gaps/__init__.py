"""The gaps room: what a unit loses, item by item, and the next better option. See `gap`."""
