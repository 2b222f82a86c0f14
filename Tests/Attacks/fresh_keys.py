"""A hook for schemathesis: every new request has an Idempotency-Key of its own, as the description asks for.

With one key for all of them the answers would be those of the first request, of a thing that is long gone.
"""

import re
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch("[!-~]{1,255}", key):
        kwargs["headers"] = {**(kwargs.get("headers") or {}), "Idempotency-Key": str(uuid.uuid4())}
