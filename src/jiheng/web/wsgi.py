"""The WSGI application that the server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
sys.setswitchinterval(0.0005)  # who waited for the database is not to wait for a long page of another thread as well
application = get_wsgi_application()
