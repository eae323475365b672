"""The same work over very many files: cut into units, done on all cores or a cluster, kept as Parquet."""
