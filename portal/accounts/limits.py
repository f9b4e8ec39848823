"""How sign-in attempts are counted: by allauth, under a lock, in the cache table of the database.

allauth guards each count with a lock row that only one process can insert, so parallel guesses can't slip past;
whoever does not get the lock within a second counts as over the limit.
"""

from django.utils.crypto import salted_hmac


def keyed(key: str, key_prefix: str, version: int) -> str:
    """The cache's key function: rows name neither address nor account, and nobody can test a guess against them."""
    return salted_hmac("portal.accounts.limits", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()
