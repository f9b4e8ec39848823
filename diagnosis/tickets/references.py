"""References a person can read out on the phone: `SIH-7K3M2Q`.

No look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) and no vowels, so that no word comes out by chance.
"""

import secrets

ALPHABET = "234679CDFGHJKMNPQRTVWXY"
LENGTH = 6


def new_reference() -> str:
    """Random, so it tells nothing about how many tickets there are; the database decides whether it is free."""
    return "SIH-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
