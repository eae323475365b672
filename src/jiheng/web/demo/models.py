"""The mark of a workbench that holds the example department."""

from django.db import models


class Example(models.Model):
    """There is one where the example was filled in at the first start; never in a real workbench."""

    made_at = models.DateTimeField(auto_now_add=True)
