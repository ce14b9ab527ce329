import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

const GROUP = "/town/hall.records";
const PATH = `/logs/${encodeURIComponent(GROUP)}`;

describe("The console's pages of logs", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let client: CloudWatchLogsClient;
  const log = (...messages: string[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName: GROUP,
        logStreamName: "2026/one",
        logEvents: messages.map((message) => ({ message, timestamp: Date.now() })),
      }),
    );
  before(async () => {
    client = new CloudWatchLogsClient(lab.settings);
    await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: "2026/one" }));
    await log("a cart of hay", '{"level":"ERROR","what":"the bridge is out"}', "<b>not bold</b>");
  });
  after(() => client?.destroy());

  it("list the groups, and for how long each is kept", async () => {
    const page = await lab.open("/logs");
    await page.getByRole("link", { name: GROUP }).waitFor();
    await page.getByRole("checkbox", { name: `Select ${GROUP}` }).check();
    await page.getByRole("button", { name: "Set retention" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Keep events for" }).click();
    await page.getByRole("option", { name: "7 days", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Set", exact: true }).click();
    await page.getByText("Changed the retention").waitFor();
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).to.deep.equal([7]);
    await screenshot(page, "console-logs");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show what is logged while one looks, and nothing while it is paused", async () => {
    const page = await lab.open(PATH);
    await page.getByText("a cart of hay").waitFor();
    await page.getByText("<b>not bold</b>").waitFor();
    await log("a cart of wood");
    await page.getByText("a cart of wood").waitFor();
    await page.getByText("Live", { exact: true }).click();
    await page.getByText(/^Paused/).waitFor();
    await log("a cart of stones");
    await page.waitForTimeout(1500);
    expect(await page.getByText("a cart of stones").count()).to.equal(0);
    await page.getByText("Live", { exact: true }).click();
    await page.getByText("a cart of stones").waitFor();
    await screenshot(page, "console-logs-tail");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("find lines by a pattern, in an address that can be shared", async () => {
    const page = await lab.open(`${PATH}?tab=search`);
    await page.getByLabel("Filter pattern").fill("ERROR -cart");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByText("1 line", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("1 line", { exact: true }).waitFor();
    await page.locator("summary", { hasText: "the bridge is out" }).click();
    await page.getByText('"what": "the bridge is out"').waitFor();
    await screenshot(page, "console-logs-search");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show a stream alone", async () => {
    const page = await lab.open(`${PATH}?tab=streams`);
    await page.getByRole("link", { name: "2026/one" }).click();
    await page.getByRole("heading", { name: "2026/one" }).waitFor();
    await page.getByText("a cart of hay").waitFor();
  });

  it("open at the newest line, however long the lines before are", async () => {
    await log(...Array.from({ length: 300 }, (_, number) => `cart ${number} ${"of hay ".repeat(number % 60)}`));
    for (const tab of ["", "?tab=search"]) {
      const page = await lab.open(`${PATH}${tab}`);
      const last = page.getByText(/^cart 299 /);
      await last.waitFor();
      await page.waitForFunction(
        "(() => { const log = document.querySelector('.log'); return log.scrollHeight - log.scrollTop - log.clientHeight < 2; })()",
      );
      const box = await last.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).to.be.below(page.viewportSize()?.height ?? 0);
      await page.close();
    }
  });

  it("delete a group when that is confirmed", async () => {
    const page = await lab.open(PATH);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("No log groups yet").waitFor();
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).to.deep.equal([]);
  });
});
