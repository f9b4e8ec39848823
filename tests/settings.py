"""The portal's own settings, with a throw-away VAR_DIR and nothing else from the environment but the database."""

import atexit
import os
import shutil
import tempfile

# Set on this machine, these would change what is tested.
OF_THE_OPERATOR = (
    "PRODUCTION", "DEBUG", "SECRET_KEY", "SECRET_KEY_FILE", "LINK_KEY", "LINK_KEY_FILE", "PORT", "PUBLIC_BASE_URL",
    "ALLOWED_HOSTS", "ADMIN_PATH", "TRUSTED_PROXY_COUNT", "EMAIL_URL", "SUPPORT_EMAIL", "TIME_ZONE",
)  # fmt: skip
for name in OF_THE_OPERATOR:
    os.environ.pop(name, None)
os.environ["SUPPORT_PHONE"] = "+49 30 555 0100"
os.environ["ORGANISATION"] = "Contoso"
if "PYTEST_XDIST_WORKER" not in os.environ:  # parallel workers share the folder of the process that started them
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, VAR_DIR  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: parallel posts need real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
