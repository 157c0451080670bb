"""``/api/<method>``: reads a call, checks token, arguments and scopes, runs it, answers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Call, Method
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.faults import MethodFault
from advisor_bot.sandbox.methods import METHODS
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.workspace import Workspace

_TOKENS = {seed.BOT_TOKEN: "bot", seed.APP_TOKEN: "app"}


async def web_api(request: Request) -> Response:
    """Answer one Web API call; every call is logged."""
    workspace: Workspace = request.app.state.workspace
    workspace.base_url = str(request.base_url).rstrip("/")
    name = request.path_params["method"]
    raw: Mapping[str, Any] = {}
    try:
        raw = await _raw_arguments(request)
        kind = _token_kind(request, raw)
        fault = workspace.faults.for_call(name)
        if fault is not None:
            workspace.calls.record(name, dict(raw), error=_fault_name(fault))
            return _failing(fault)
        answer = _run(workspace, name, raw, kind)
    except SlackError as refusal:
        workspace.calls.record(name, dict(raw), error=refusal.code)
        return JSONResponse(refusal.as_answer())
    workspace.calls.record(name, dict(raw), error=None)
    scopes = ",".join(sorted(workspace.installation.scopes or ()))
    return JSONResponse({"ok": True, **answer}, headers={"x-oauth-scopes": scopes})


def _run(workspace: Workspace, name: str, raw: Mapping[str, Any], token: str) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if token != method.token:
        raise SlackError("not_allowed_token_type")
    _check_scopes(workspace, method)
    return method.run(Call(workspace, method.read_args(raw)))


async def _raw_arguments(request: Request) -> Mapping[str, Any]:
    in_query = dict(request.query_params)
    if "application/json" not in request.headers.get("content-type", ""):
        return {**in_query, **dict(parse_qsl((await request.body()).decode(), True))}
    try:
        body = await request.json()
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return {**in_query, **body}


def _token_kind(request: Request, raw: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token if scheme.lower() == "bearer" else str(raw.get("token") or "")
    if not given:
        raise SlackError("not_authed")
    if given not in _TOKENS:
        raise SlackError("invalid_auth")
    return _TOKENS[given]


def _check_scopes(workspace: Workspace, method: Method) -> None:
    granted = workspace.installation.scopes
    if granted is None or not method.scopes or method.token != "bot":
        return
    if not granted & set(method.scopes):
        needed, provided = method.scopes[0], ",".join(sorted(granted))
        raise SlackError("missing_scope", needed=needed, provided=provided)


def _fault_name(fault: MethodFault) -> str:
    return fault.error or f"http_{fault.http_status}"


def _failing(fault: MethodFault) -> Response:
    if fault.http_status is not None:
        return PlainTextResponse("upstream error", status_code=fault.http_status)
    answer = {"ok": False, "error": fault.error}
    if fault.error == "ratelimited":
        headers = {"Retry-After": str(fault.retry_after)}
        return JSONResponse(answer, status_code=429, headers=headers)
    return JSONResponse(answer)
