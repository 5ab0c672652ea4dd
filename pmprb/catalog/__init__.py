"""The catalog room: criteria folders in, `Instrument` out. See `model`, `load`, `checks`."""
