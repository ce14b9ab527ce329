import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of DynamoDB", function () {
  this.timeout(90_000);

  const lab = useConsole();
  let db: DynamoDB;
  before(() => {
    db = new DynamoDB(lab.settings);
  });
  after(() => db?.destroy());
  const song = async () =>
    (await db.getItem({ TableName: "songs", Key: { artist: { S: "Björk" }, year: { N: "1997" } } })).Item;

  it("create a table, put an item through the form, query it, edit a cell, and show the stream's record", async () => {
    const page = await lab.open("/dynamodb");
    await page.getByText("No tables yet").waitFor();
    await page.getByRole("button", { name: "Create a table" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("songs");
    await dialog.getByRole("textbox", { name: "Partition key" }).fill("artist");
    await dialog.getByRole("textbox", { name: "Sort key" }).fill("year");
    await dialog.getByRole("button", { name: "Sort key – optional: type" }).click();
    await page.getByRole("option", { name: "Number" }).click();
    await dialog.getByRole("button", { name: "Create the table" }).click();
    await page.getByRole("heading", { name: "songs" }).waitFor();

    await page.getByRole("tab", { name: "Stream" }).click();
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Turn the stream on" }).click();
    await page.getByText("No records of the last day").waitFor();

    await page.getByRole("tab", { name: "Items" }).click();
    await page.getByRole("button", { name: "Create an item" }).click();
    await page.getByRole("textbox", { name: "artist" }).fill("Björk");
    await page.getByRole("textbox", { name: "year" }).fill("MCMXCVII");
    await page.getByRole("button", { name: "Add an attribute" }).click();
    await page.getByRole("menuitem", { name: "Number", exact: true }).click();
    await page.getByLabel("Attribute name").fill("plays");
    await page.getByRole("textbox", { name: "plays" }).fill("12345678901234567890123456789012345678");
    await page.getByRole("button", { name: "Create the item" }).click();
    await page.getByText("The parameter cannot be converted to a numeric value: MCMXCVII").first().waitFor();
    await page.getByRole("textbox", { name: "year" }).fill("1997");
    await page.getByRole("button", { name: "Create the item" }).click();
    await page.getByRole("link", { name: "Björk" }).waitFor();
    expect((await song())?.plays).to.deep.equal({ N: "12345678901234567890123456789012345678" });

    await page.getByText("Query", { exact: true }).click();
    await page.getByRole("textbox", { name: "artist" }).fill("Björk");
    await page.getByRole("textbox", { name: "year" }).fill("1998");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("No items").waitFor();
    await page.getByRole("textbox", { name: "year" }).fill("1997");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("1 read, for 0.5 capacity units").waitFor();

    await page.getByRole("button", { name: /^Edit plays/ }).click();
    await page.getByRole("textbox", { name: "plays" }).fill("many");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The parameter cannot be converted to a numeric value: many").first().waitFor();
    await page.getByRole("textbox", { name: "plays" }).fill("7");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("N 7", { exact: true }).waitFor();
    expect((await song())?.plays).to.deep.equal({ N: "7" });
    await screenshot(page, "console-dynamodb-items");
    expect(await barriers(page)).to.deep.equal([]);

    await page.getByRole("tab", { name: "Stream" }).click();
    await page
      .getByRole("row", { name: /MODIFY artist: Björk, year: 1997/ })
      .getByRole("radio")
      .click();
    await page.getByRole("heading", { name: "Old image" }).waitFor();
    await page.getByRole("row", { name: "plays 12345678901234567890123456789012345678" }).waitFor();
    await page.getByRole("row", { name: "plays 7" }).waitFor();
    await screenshot(page, "console-dynamodb-stream");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show a user's text as text, go through the pages of a scan, and delete what is selected", async () => {
    await db.createTable({
      TableName: "many",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    for (let from = 0; from < 125; from += 25) {
      const put = (at: number) => ({
        PutRequest: { Item: { id: { S: `<b>${at}</b>` }, ["__proto__"]: { BOOL: true } } },
      });
      await db.batchWriteItem({ RequestItems: { many: Array.from({ length: 25 }, (_, at) => put(from + at)) } });
    }
    const page = await lab.open("/dynamodb/many");
    await page.getByRole("heading", { name: "Items (100+)" }).waitFor();
    await page.getByRole("button", { name: "Next page" }).first().click();
    await page.getByRole("heading", { name: "Items (25)" }).waitFor();
    expect(await page.getByRole("link", { name: /^<b>\d+<\/b>$/ }).count()).to.equal(25);
    await page.getByRole("checkbox", { name: "Select all of this page" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted 25 items").waitFor();
    expect((await db.scan({ TableName: "many", Select: "COUNT" })).Count).to.equal(100);
  });

  it("run a statement, and show beside it what is wrong with another one", async () => {
    const page = await lab.open("/dynamodb/songs?tab=partiql");
    const statement = page.getByRole("textbox", { name: "Statement" });
    await statement.fill(`SELECT plays FROM "songs" WHERE artist = 'Björk'`);
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("heading", { name: "Answer (1)" }).waitFor();
    await page.getByText("N 7", { exact: true }).waitFor();
    await statement.fill(`SELECT * FROM "songs" WHERE`);
    await page.getByRole("button", { name: "Run" }).click();
    await page
      .getByText(/ValidationException: Statement wasn't well formed/)
      .first()
      .waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Last statements" }).click();
    await page.getByRole("option", { name: /SELECT plays/ }).waitFor();
  });
});
