"""What the tool is to know of the conventions: every new request has a new Idempotency-Key.

Without this it sends the description's example with all of them, and is given the answer to the first one again, as it should be.
"""

import re
import uuid

import schemathesis

POSSIBLE = re.compile("[!-~]{1,255}")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Leaves out what is left out on purpose, and what is no key on purpose."""
    sent = (case.headers or {}).get("Idempotency-Key")
    if case.method.upper() == "POST" and isinstance(sent, str) and POSSIBLE.fullmatch(sent):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
        # Another key makes no other case of it: one that leaves out a header still leaves it out.
        case._sync_validated_hashes()
