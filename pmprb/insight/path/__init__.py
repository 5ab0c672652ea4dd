"""The least to a target: a mixed-integer model as plain data, solved elsewhere, every plan scored again exactly."""
