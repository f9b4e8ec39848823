"""A QR code as plain numbers: the template draws it, so nothing needs an inline style or a marked-safe string."""

from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4  # modules of white on each side, as ISO/IEC 18004 asks for


@dataclass(frozen=True, slots=True)
class QrCode:
    """`size` is the side in modules; `path` draws the dark ones in an SVG view box of that size."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrCode(size=len(rows), path="".join(dark))
