"""Django's settings. What differs from start to start comes from jiheng.web.config."""

from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from jiheng.web import config as _config

CONFIG = _config.from_environment()

SECRET_KEY = CONFIG.secret_key()
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)

INSTALLED_APPS = [
    "jiheng.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "simple_history",
    "jiheng.web.auditlog",
    "jiheng.web.accounts",
    "jiheng.web.jobs",
    "jiheng.web.files",
    "jiheng.web.notices",
    "jiheng.web.audit_admin",
    "jiheng.web.cycles",
    "jiheng.web.forms",
    "jiheng.web.procedure",
    "jiheng.web.workflow",
    "jiheng.web.packs",
    "jiheng.web.planning",
    "jiheng.web.imports",
    "jiheng.web.goals",
    "jiheng.web.adjustments",
    "jiheng.web.monitoring",
    "jiheng.web.corrections",
    "jiheng.web.publishing",
    "jiheng.web.verdicts",
    "jiheng.web.opinions",
    "jiheng.web.commissions",
    "jiheng.web.evaluations",
    "jiheng.web.budget_advice",
    "jiheng.web.exports",
    "jiheng.web.dashboard",
    "jiheng.web.api",
    "jiheng.web.backup",
    "jiheng.web.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jiheng.web.auditlog.middleware.remember_address",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "jiheng.web.accounts.middleware.signed_in_only",
    "jiheng.web.cycles.current.rounded_apart",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jiheng.web.urls"
WSGI_APPLICATION = "jiheng.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiheng.web.accounts.menu.menu",
                "jiheng.web.cycles.context.cycles",
                "jiheng.web.notices.context.unread",
            ],
        },
    }
]

DATABASES = {"default": _config.database(CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jiheng.web.accounts.own_backend.OwnBackend",
    *(["jiheng.web.accounts.outside_ldap.LdapBackend"] if CONFIG.options.sign_in.ldap else []),
    "jiheng.web.accounts.outside.Outside",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jiheng.web.accounts.passwords.Guessable"},
    {"NAME": "jiheng.web.accounts.passwords.Length", "OPTIONS": {"least": 10}},
    {"NAME": "jiheng.web.accounts.passwords.Common"},
    {"NAME": "jiheng.web.accounts.passwords.Composition"},
    {"NAME": "jiheng.web.accounts.passwords.NotUsedBefore"},
]
PASSWORD_AGE_DAYS = 90
PASSWORDS_REMEMBERED = 5

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "jiheng.web.auditlog.middleware.address_of"
AXES_LOCKOUT_CALLABLE = "jiheng.web.accounts.sign_in_views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

OTP_TOTP_ISSUER = "绩衡"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""What one person was told ends with their session, and is not in the browser for the next one."""

SESSION_ENGINE = "jiheng.web.accounts.session_store"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.https else None
SECURE_SSL_REDIRECT = CONFIG.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if CONFIG.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in CONFIG.hosts] if CONFIG.https else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": CONFIG.files}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

BACKUP_DAYS = 7
"""After so many days without a backup the page asks for one."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "jiheng.web.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMITS_MB = {"": 20, "/imports/": 1024}
"""How large one uploaded file may be, by the beginning of the page's address; the longest that fits counts."""
EVIDENCE_PER_INDICATOR = 20
EVIDENCE_KINDS = ("docx", "doc", "xlsx", "xls", "word_2003", "office", "pdf", "picture")
"""What evidence may be (jiheng.reading.files.sniff); of pictures PNG and JPEG only."""

_mail = urlsplit(CONFIG.mail)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONFIG.mail else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = EMAIL_HOST_USER or "jiheng@localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
