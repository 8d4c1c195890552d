"""The platform's side of Lifeline telemetry: decode, count, date, and know what is missing. See README.md beside it."""
from .dating import Dating
from .decode import decode
from .digest import event_digest, part_digests
from .platform import Platform
from .verify import Verifier

__all__ = ["Dating", "Platform", "Verifier", "decode", "event_digest", "part_digests"]
