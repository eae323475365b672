"""Programs sign in with `Authorization: Bearer`; what they may do is what their person may, within the scope."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import NO_WRITING, find, may_write


class Bearer(HttpBearer):
    """A token in force. `writes` asks for one that may change something."""

    def __init__(self, writes: bool = False) -> None:
        super().__init__()
        self._writes = writes

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token; None for one that is unknown, revoked or run out. Raises Denied for a scope too small."""
        found = find(token)
        if found is not None and self._writes and found.scope != Token.Scope.WRITE:
            raise Denied("这个令牌只能读。要修改数据，请在“我的令牌”页生成一个范围为“读写”的令牌。")
        if found is not None and self._writes and not may_write():
            raise Denied(f"{NO_WRITING}这个令牌现在只能读。")
        return found


def token_of(request: HttpRequest) -> Token:
    """The token of a request that was let in."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token


def person_of(request: HttpRequest) -> Person:
    """The person for whom the program asks."""
    return token_of(request).person
