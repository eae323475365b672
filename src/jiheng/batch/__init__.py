"""The same work over very many files: cut into units, done on all cores or a cluster, kept as Parquet."""

from jiheng.batch.plan import Plan, plan
from jiheng.batch.run import Progress, run
from jiheng.batch.store import Store
from jiheng.batch.unit import Settings, Unit

__all__ = ["Plan", "Progress", "Settings", "Store", "Unit", "plan", "run"]
