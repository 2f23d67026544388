"""A mail server of the test's own: speaks just enough SMTP (RFC 5321) and keeps what it takes."""

import asyncio
from types import TracebackType
from typing import Self


class MailServer:
    """answers: what it says to a recipient, by address; anyone else is taken."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.taken: list[tuple[str, bytes]] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        recipient = ""
        while line := await reader.readline():
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "RCPT":
                recipient = words.partition(":")[2]
                writer.write(self.answers.get(recipient, b"250 ok") + b"\r\n")
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.taken.append((recipient, content.removesuffix(b".\r\n")))
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()
        await writer.wait_closed()
