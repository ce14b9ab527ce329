import { connect } from "node:net";
import { expect } from "chai";
import { startCloud } from "../../lab/cloud/index.ts";
import { endsWithin } from "../../lab/cloud/time/patience.ts";

describe("A cloud that is closed", () => {
  it("ends, whatever its clients do with their connections", async () => {
    const running = await startCloud({ port: 0 });
    const { hostname, port } = new URL(running.endpoint);
    const upgrade = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    const half = "PUT /bucket/key HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n";
    const sockets = [upgrade, half, "GET / HTT", ""].map((text) =>
      connect({ host: hostname, port: Number(port), allowHalfOpen: true }, function (this: import("node:net").Socket) {
        this.write(text);
      }),
    );
    try {
      for (const socket of sockets) socket.on("error", () => {}).resume();
      // The first one was answered, and its client says no more.
      await new Promise((resolve) => sockets[0]?.once("end", resolve));
      expect(await endsWithin(10_000, running.close())).to.equal(true);
    } finally {
      for (const socket of sockets) socket.destroy();
      await running.close();
    }
  });

  it("ends although one of its services does not", async () => {
    const lines: string[] = [];
    const running = await startCloud({ port: 0, log: (line) => lines.push(line) });
    const { definition } = await running.cloud.service("ssm");
    const original = definition.close;
    Object.assign(definition, { close: () => new Promise(() => {}) });
    try {
      await running.close();
      expect(lines.join()).to.contain("ssm did not end within 8 s");
    } finally {
      Object.assign(definition, { close: original });
    }
  });
});
