import { GetFunctionCommand, GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { barriers, screenshot } from "../../browser.ts";
import { Functions, zip } from "../../cloud/services/lambda/functions.ts";
import { useConsole } from "../opened.ts";

const CODE = `import { greeting } from "./src/greeting.mjs";
export const handler = async (event) => {
  console.log("hello from the handler", event.message);
  if (event.fail) throw new TypeError("The picture is broken");
  return { said: greeting + ", " + event.message };
};
`;

describe("The console's Lambda pages", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let functions: Functions;
  before(async () => {
    functions = new Functions(lab.cloud.endpoint);
    await functions.makeRole();
    const files = {
      "index.mjs": CODE,
      "src/greeting.mjs": 'export const greeting = "Good morning";\n',
      "logo.png": Buffer.from([137, 80, 78, 71, 0, 1]),
      "large.txt": "0123456789\n".repeat(20_000),
    };
    await functions.create("greeter", "", {
      Code: { ZipFile: await zip(files) },
      Environment: { Variables: { BUCKET: "photos", SECRET: "hush" } },
    });
  });
  after(() => functions?.destroy());

  const openFunction = (rest = "?tab=test") => lab.open(`/lambda/greeter${rest}`);
  const event = (page: Page) => page.getByRole("textbox", { name: "JSON" });
  const invoke = (page: Page) => page.getByRole("button", { name: "Invoke", exact: true }).click();

  it("list the functions, and lead to one", async () => {
    const page = await lab.open("/lambda");
    await page.getByRole("row", { name: /greeter nodejs22\.x 128 MB 3 s Zip/ }).waitFor();
    await screenshot(page, "console-lambda-list");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "greeter" }).click();
    await page.getByRole("heading", { name: "greeter" }).waitFor();
  });

  it("create a function from code that is written there, with a role of its own", async () => {
    const page = await lab.open("/lambda");
    await page.getByRole("button", { name: "Create function" }).click();
    const dialog = page.getByRole("dialog", { name: "Create function" });
    await dialog.getByLabel("Name").fill("written");
    await dialog.getByLabel("Code").fill('export const handler = async () => "written here";');
    await screenshot(page, "console-lambda-create");
    expect(await barriers(page)).to.deep.equal([]);
    await dialog.getByRole("button", { name: "Create function" }).click();
    await page.getByRole("heading", { name: "written" }).waitFor();
    await invoke(page);
    await page.getByText('"written here"').first().waitFor();
    const { Role } = await functions.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "written" }));
    expect(Role).to.match(/:role\/written-role-[0-9a-f]{8}$/);
  });

  it("show on a phone that there is more of a table at its side", async () => {
    const page = await lab.open("/lambda", { viewport: { width: 390, height: 844 } });
    await page.getByRole("link", { name: "greeter" }).waitFor();
    await page.getByText("More to the right").waitFor();
    await screenshot(page, "console-lambda-phone");
    await page.locator("table").evaluate((table) => table.parentElement?.scrollTo(2000, 0));
    await page.getByText("More to the right").waitFor({ state: "hidden" });
  });

  it("invoke a function, and show its answer, what it took and what it logged", async () => {
    const page = await openFunction();
    await event(page).fill('{ "message": "Ada" }');
    await invoke(page);
    await page.getByText('"said": "Good morning, Ada"').waitFor();
    await page.getByText("200 answered").waitFor();
    await page.getByText(/^\d+ of 128 MB$/).waitFor();
    await page.getByText(/hello from the handler Ada/).waitFor();
    await screenshot(page, "console-lambda-test");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("lead from an invocation to its trace", async () => {
    const page = await openFunction();
    await invoke(page);
    await page.getByRole("link", { name: "Follow it in the trace" }).click();
    await page.getByRole("heading", { name: "Requests (1 of" }).waitFor();
    await page.getByRole("link", { name: /Invoke/ }).waitFor();
  });

  it("show the error with which a function fails", async () => {
    const page = await openFunction();
    await event(page).fill('{ "fail": true }');
    await invoke(page);
    await page.getByText("200 failed").waitFor();
    await page.getByText("The picture is broken", { exact: true }).waitFor();
    await page
      .getByText(/index\.mjs:4/)
      .first()
      .waitFor();
  });

  it("do not send what is no JSON", async () => {
    const page = await openFunction();
    await event(page).fill('{ "message": ');
    await page.getByText(/Invalid JSON/).waitFor();
    expect(await page.getByRole("button", { name: "Invoke", exact: true }).isDisabled()).to.equal(true);
  });

  it("begin with an event as a service sends it", async () => {
    const page = await openFunction();
    await page.getByRole("button", { name: /Event template/ }).click();
    await page.getByRole("option", { name: "S3 put" }).click();
    const { Records } = JSON.parse(await event(page).inputValue());
    expect(Records[0].eventSource).to.equal("aws:s3");
  });

  it("invoke without waiting, or only ask whether they may", async () => {
    const page = await openFunction("?tab=test&type=Event");
    await event(page).fill('{ "message": "later" }');
    await invoke(page);
    await page.getByText("202 queued").waitFor();
    expect(await functions.logged("greeter", "hello from the handler later")).to.not.be.empty;
    await page.getByRole("button", { name: /How to invoke/ }).click();
    await page.getByRole("option", { name: /Only check/ }).click();
    await invoke(page);
    await page.getByText("204 allowed").waitFor();
  });

  it("keep an event that is saved through a reload, until it is deleted", async () => {
    const page = await openFunction();
    await event(page).fill('{ "message": "kept" }');
    await page.getByRole("button", { name: "Save event" }).click();
    const dialog = page.getByRole("dialog", { name: "Save event" });
    await dialog.getByLabel("Name").fill("for later");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: /Event template.*for later/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: /Event template.*for later/ }).waitFor();
    expect(await event(page).inputValue()).to.equal('{ "message": "kept" }');
    await page.getByRole("button", { name: "Delete event" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete event" }).click();
    await page.getByRole("button", { name: "Delete event" }).waitFor({ state: "hidden" });
    await page.reload();
    await page.getByRole("button", { name: /Event template/ }).click();
    expect(await page.getByRole("option", { name: "for later" }).count()).to.equal(0);
  });

  it("show the code, file by file", async () => {
    const page = await openFunction("?tab=code");
    await page.getByText('console.log("hello from the handler", event.message);').waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await screenshot(page, "console-lambda-code");
    await page.getByRole("button", { name: /Expand.*src|src/ }).click();
    await page.getByRole("link", { name: "greeting.mjs" }).click();
    await page.getByText('export const greeting = "Good morning";').waitFor();
    await page.reload();
    await page.getByText('export const greeting = "Good morning";').waitFor();
    await page.getByRole("link", { name: "logo.png" }).click();
    await page.getByText("This file is binary").waitFor();
    await page.getByRole("link", { name: "large.txt" }).click();
    await page.getByText(/more lines, 215 KB in all/).waitFor();
    expect(await page.getByText("0123456789").count()).to.equal(300);
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByText("18,801 more lines").waitFor();
  });

  it("hide the values of environment variables until they are asked for, and change them", async () => {
    const page = await openFunction("?tab=configuration");
    await page.getByText("SECRET", { exact: true }).waitFor();
    expect(await page.getByText("hush").count()).to.equal(0);
    await page.getByText("Show values").click();
    await page.getByText("hush").waitFor();
    await page.getByRole("button", { name: "Edit environment variables" }).click();
    await page.getByLabel("Value of BUCKET").fill("pictures");
    await page.getByRole("button", { name: "Add variable" }).click();
    await page.getByLabel("Name of variable 3").fill("STAGE");
    await page.getByLabel("Value of STAGE").fill("test");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Changed the function greeter").waitFor();
    await page.getByText("pictures").waitFor();
    const { Environment } = await functions.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: "greeter" }),
    );
    expect(Environment?.Variables).to.deep.equal({ BUCKET: "pictures", SECRET: "hush", STAGE: "test" });
    await screenshot(page, "console-lambda-configuration");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("change memory and timeout, and tell AWS's error when they can't", async () => {
    const page = await openFunction("?tab=configuration");
    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByRole("spinbutton", { name: "Memory" }).fill("64");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/greater than or equal to 128/).waitFor();
    await page.getByRole("spinbutton", { name: "Memory" }).fill("256");
    await page.getByRole("spinbutton", { name: "Timeout" }).fill("7");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Changed the function greeter").waitFor();
    const { MemorySize, Timeout } = await functions.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: "greeter" }),
    );
    expect([MemorySize, Timeout]).to.deep.equal([256, 7]);
  });

  it("show who triggers a function", async () => {
    await functions.createFor("apigateway.amazonaws.com", "triggered", "export const handler = () => 1;");
    const page = await lab.open("/lambda/triggered");
    await page.getByRole("row", { name: /apigateway\.amazonaws\.com lambda:InvokeFunction/ }).waitFor();
    await page.getByText("No event sources").waitFor();
    await page.getByText("arn:aws:lambda:us-east-1:000000000000:function:triggered").waitFor();
    await screenshot(page, "console-lambda-overview");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("list invocations, and plot them", async () => {
    await functions.create("worker", CODE.replace(/import.*/, 'const greeting = "Hi";'));
    await functions.invoke("worker", { message: "one" });
    await functions.invoke("worker", { message: "two" });
    await functions.invoke("worker", { fail: true });
    await functions.logged("worker", "REPORT", 3);
    const page = await lab.open("/lambda/worker?tab=invocations");
    await page.getByRole("heading", { name: "Invocations (3)" }).waitFor();
    await page.getByRole("row", { name: /failed.*TypeError: The picture is broken/ }).waitFor();
    expect(await page.getByRole("row", { name: /succeeded.* of 128 MB/ }).count()).to.equal(2);
    for (const chart of ["Duration over time", "Memory over time", "Invocations over time, succeeded and failed"])
      await page.getByLabel(chart).first().waitFor();
    await screenshot(page, "console-lambda-invocations");
    expect(await barriers(page)).to.deep.equal([]);
    await functions.invoke("worker", { message: "three" });
    await page.getByRole("heading", { name: "Invocations (4)" }).waitFor();
    await page.getByText("Failed only").click();
    await page.getByRole("heading", { name: "Invocations (1)" }).waitFor();
  });

  it("show what is logged as it is logged", async () => {
    const page = await openFunction("?tab=logs");
    await page.getByText(/Waiting for new lines/).waitFor();
    await functions.invoke("greeter", { message: "live" });
    await page.getByText(/hello from the handler live/).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("delete a function, once that is confirmed", async () => {
    await functions.create("short-lived", "export const handler = () => 1;");
    const page = await lab.open("/lambda/short-lived");
    await page.getByRole("button", { name: "Delete function" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete function" });
    await dialog.getByRole("button", { name: "Delete function" }).click();
    await page.getByText("Deleted the function short-lived").waitFor();
    const error = await functions.lambda.send(new GetFunctionCommand({ FunctionName: "short-lived" })).catch((e) => e);
    expect(error.name).to.equal("ResourceNotFoundException");
  });

  it("tell of a function that is not there as AWS does", async () => {
    const page = await lab.open("/lambda/nobody");
    await page.getByText(/Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody/).waitFor();
  });
});
