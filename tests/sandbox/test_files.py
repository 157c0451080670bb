"""Files that people share: uploaded on the page, told of in events, read with the bot's token."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from advisor_bot.sandbox.installation import Installation

from .conftest import Json, Sandbox, until

CSV = b"Title,Price\nPruning,EUR 40\n"
MODAL = {
    "type": "modal",
    "callback_id": "import",
    "title": {"type": "plain_text", "text": "Import"},
    "submit": {"type": "plain_text", "text": "Read"},
    "blocks": [
        {
            "type": "input",
            "block_id": "files",
            "label": {"type": "plain_text", "text": "Files"},
            "element": {
                "type": "file_input",
                "action_id": "files",
                "filetypes": ["csv"],
                "max_files": 1,
            },
        }
    ],
}


async def attach(
    sandbox: Sandbox, name: str = "garden.csv", content: bytes = CSV, user: str = "U0EMMA"
) -> Json:
    params = {"user": user, "name": name}
    response = await sandbox.http.post("/ui/attach", params=params, content=content)
    return {"status": response.status_code, **response.json()}


async def read(sandbox: Sandbox, address: str, token: str = "xoxb-sandbox") -> Any:
    return await sandbox.http.get(address, headers={"Authorization": f"Bearer {token}"})


async def test_a_shared_file_reaches_the_bot(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[Json] = []

    async def message(event: Json) -> None:
        heard.append(event)

    app.event("message")(message)
    file = await attach(sandbox)
    async with connected():
        await sandbox.do("message", channel="D0EMMA", text="", files=[file["id"]])
        await until(lambda: heard)

    [event] = heard
    [shared] = event["files"]
    assert event["subtype"] == "file_share"
    assert (shared["name"], shared["size"], shared["mode"]) == ("garden.csv", len(CSV), "hosted")
    assert (await read(sandbox, shared["url_private_download"])).content == CSV
    told = await sandbox.client().files_info(file=shared["id"])
    assert told["file"]["url_private_download"] == shared["url_private_download"]


async def test_whoever_has_no_token_is_sent_to_sign_in(sandbox: Sandbox) -> None:
    file = await attach(sandbox)
    address = f"/files/{file['id']}/garden.csv"

    assert (await read(sandbox, address, token="xoxb-other")).status_code == 302
    assert (await sandbox.http.get(address)).status_code == 302
    sandbox.workspace.installation = Installation(scopes=frozenset({"chat:write"}))
    assert (await read(sandbox, address)).status_code == 302


async def test_a_name_with_odd_characters_has_an_address(sandbox: Sandbox) -> None:
    file = await attach(sandbox, name="a b/../ü?.csv")
    told = await sandbox.client().files_info(file=file["id"])

    assert (await read(sandbox, told["file"]["url_private_download"])).content == CSV


async def test_people_open_what_they_see(unserved: Sandbox) -> None:
    file = await attach(unserved)
    await unserved.do("message", channel="D0EMMA", text="look", files=[file["id"]])

    async def opened(user: str) -> int:
        params = {"user": user, "id": file["id"]}
        return (await unserved.http.get("/ui/file", params=params)).status_code

    assert (await opened("U0EMMA"), await opened("U0SAM")) == (200, 404)
    await unserved.do("message", channel="C0GENERAL", text="look", files=[file["id"]])
    assert (await opened("U0SAM"), await opened("U0GUEST")) == (200, 200)


async def test_a_file_is_shared_by_its_owner_only(unserved: Sandbox) -> None:
    file = await attach(unserved, user="U0HANA")

    done = await unserved.do("message", channel="D0EMMA", text="", files=[file["id"]])

    assert done["status"] == 404
    assert await unserved.messages("D0EMMA") == []


async def test_a_message_needs_a_text_or_a_file(unserved: Sandbox) -> None:
    assert (await unserved.do("message", channel="D0EMMA", text=""))["status"] == 400
    assert (await attach(unserved, name=" "))["status"] == 400


async def test_a_modal_takes_files(sandbox: Sandbox, app: AsyncApp, connected: Any) -> None:
    submitted: list[Json] = []

    async def command(ack: AsyncAck, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def submit(ack: AsyncAck, view: Json) -> None:
        await ack()
        submitted.append(view["state"]["values"])

    app.command("/advisor")(command)
    app.view("import")(submit)
    table, text = await attach(sandbox), await attach(sandbox, name="note.txt")

    async def give(*files: Json) -> Json:
        chosen = {"type": "file_input", "files": [{"id": file["id"]} for file in files]}
        view = sandbox.workspace.views.top("U0EMMA")
        assert view is not None
        return await sandbox.do(
            "view_submit", view_id=view["id"], values={"files": {"files": chosen}}
        )

    async with connected():
        await sandbox.do("command", channel="D0EMMA", command="/advisor", text="")
        await until(lambda: sandbox.workspace.views.top("U0EMMA"))
        assert "required" in (await give())["errors"]["files"]
        assert "csv" in (await give(text))["errors"]["files"]
        assert "Only 1" in (await give(table, table))["errors"]["files"]
        assert await give(table) == {"status": 200, "ok": True}

    [values] = submitted
    [file] = values["files"]["files"]["files"]
    assert (file["id"], file["name"]) == (table["id"], "garden.csv")
    assert (await read(sandbox, file["url_private_download"])).content == CSV
