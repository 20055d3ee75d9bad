"""At which addresses does the centre listen?

Promise: these six, below the centre's address, all by POST with ``envelope.CONTENT_TYPE``.

Request bodies are ``envelope.pack`` of, in this order: ``Push``; ``Signed`` around ``PullAsk``; ``EnrolAsk``; ``HelloAsk``;
``Signed`` around ``LostAndFound``; ``Signed`` around ``Names``. Every reply with status 200 is ``envelope.pack`` of a ``Signed`` over the
asker's nonce around ``PushReply``, ``PullReply``, ``EnrolReply``, ``HelloReply``, again ``PushReply``, and ``NamesReply``.
"""

PUSH = "/sync/v1/push"
PULL = "/sync/v1/pull"
ENROL = "/sync/v1/enrol"
HELLO = "/sync/v1/hello"
LOST = "/sync/v1/lost"
NAMES = "/sync/v1/names"
