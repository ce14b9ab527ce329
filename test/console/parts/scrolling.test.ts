import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { useConsole } from "../opened.ts";

describe("A table of the console on a phone", function () {
  this.timeout(60_000);

  const lab = useConsole();

  it("says that there is more at its side once it has rows, and not before", async () => {
    const page = await lab.open("/dynamodb", { viewport: { width: 390, height: 844 } });
    const hint = page.getByText("More to the right");
    await page.getByText("No tables yet").waitFor();
    expect(await hint.isVisible()).to.equal(false);
    const db = new DynamoDB(lab.settings);
    await db.createTable({
      TableName: "songs",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "artist", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "artist", KeyType: "HASH" }],
    });
    db.destroy();
    await page.getByRole("link", { name: "songs" }).waitFor();
    await hint.waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).to.equal(true);
  });
});
