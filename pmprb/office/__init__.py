"""The office: results of many units in, one `Consolidation` out: register, which files count, ranks, records."""
