"""The app `review`."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """审核."""

    name = "jiheng.web.review"
    label = "review"
    verbose_name = "审核"
