import { expect } from "chai";
import { describe as line, rowTable } from "../../../scripts/bench/report.ts";
import { floor, type Server } from "../../../scripts/bench/servers.ts";
import { tiny } from "../../../scripts/bench/sizes.ts";
import { table } from "../../../scripts/bench/table.ts";

// Answers the first request, which tells that it has started, and no other.
const PROGRAM = `require("node:http").createServer((request, response) => {
  response.writeHead(request.url === "/" ? 200 : 500, { "content-length": 6 }).end("broken");
}).listen(process.argv[1], "127.0.0.1");`;

const broken: Server = {
  name: "broken",
  command: (port) => [process.execPath, "-e", PROGRAM, `${port}`],
  has: ["objects"],
};

async function rowsOf(peer: Server, count = Number.POSITIVE_INFINITY) {
  const rows = [];
  for await (const row of table([floor(tiny.large), peer], tiny)) if (rows.push(row) === count) break;
  return rows;
}

describe("the benchmarks' table", () => {
  it("leaves the cells of a peer that fails empty, and tells why", async function () {
    this.timeout(60_000);
    const rows = await rowsOf({ ...broken, peer: true });
    const put = rows.find(({ name }) => name === "put 1 KiB, 16 callers: rate");
    if (!put) throw new Error("The row is missing");
    expect(line(put)).to.match(/floor \d+, broken –; broken failed: The answer was 500: broken$/);
    expect(rowTable([put], ["floor", "broken"])).to.match(/\| \d+ \| – \|$/);
    expect(rows.at(-1)?.name).to.include("functions in parallel");
  });

  it("leaves out a peer that does not start", async function () {
    this.timeout(60_000);
    const rows = await rowsOf({ ...broken, peer: true, command: () => [process.execPath, "-e", "0"] }, 2);
    expect(rows[0]?.failures).to.deep.equal({ broken: "broken did not start" });
    expect(rows[1]?.cells).to.have.all.keys("floor");
  });

  it("ends where no peer fails", async function () {
    this.timeout(60_000);
    const error = await rowsOf(broken).catch((error: Error) => error);
    expect(error).to.have.property("message", "The answer was 500: broken");
  });
});
