"""The Socket Mode endpoint: hello, envelopes out, acknowledgements in."""

import json
import logging

from starlette.websockets import WebSocket, WebSocketDisconnect

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.undelivered import DispatchFailed
from advisor_bot.sandbox.workspace import Workspace

_log = logging.getLogger(__name__)


async def socket_mode(websocket: WebSocket) -> None:
    """Serve one connection, opened with the one-use ticket of apps.connections.open."""
    workspace: Workspace = websocket.app.state.workspace
    if not workspace.delivery.redeem_ticket(websocket.query_params.get("ticket", "")):
        await websocket.close()
        return
    await websocket.accept()
    await websocket.send_json(_hello(workspace))

    async def send(envelope: Json) -> None:
        try:
            await websocket.send_json(envelope)
        except (WebSocketDisconnect, RuntimeError) as gone:
            # Starlette raises RuntimeError for a send after the close was noticed.
            raise DispatchFailed from gone

    connection = workspace.delivery.connect(send)
    try:
        async for text in websocket.iter_text():
            answer = json.loads(text)
            connection.acknowledge(answer["envelope_id"], answer.get("payload") or {})
    except (json.JSONDecodeError, KeyError, TypeError):
        _log.warning("the bot sent something over the socket that is no acknowledgement")
        await websocket.close()
    finally:
        workspace.delivery.disconnect(connection)


def _hello(workspace: Workspace) -> Json:
    return {
        "type": "hello",
        "num_connections": workspace.delivery.connections + 1,
        "connection_info": {"app_id": seed.APP_ID},
        "debug_info": {
            "host": "sandbox",
            "build_number": 1,
            "approximate_connection_time": 18_060,
        },
    }
