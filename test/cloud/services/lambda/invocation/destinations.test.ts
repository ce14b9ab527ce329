import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("What becomes of asynchronous events", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create(
      "listener",
      "export const handler = async (event) => console.log('heard ' + JSON.stringify(event));",
    );
    const code =
      "export const handler = async ({ id, fine }) => { if (!fine) throw new Error('no luck'); return { id }; };";
    await lab.create("worker", code);
  });
  after(() => lab.destroy());

  const put = (more: Partial<PutFunctionEventInvokeConfigCommandInput>) =>
    lab.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "worker", ...more }));
  const heard = async (text: string) => {
    const line = (await lab.logged("listener", text)).find((each) => each.includes(text)) ?? "";
    return JSON.parse(line.slice(line.indexOf("{"), line.lastIndexOf("}") + 1));
  };
  const OnSuccess = { Destination: arn("listener") };
  const OnFailure = { Destination: arn("listener") };

  it("is told to the destination of success", async () => {
    await put({ DestinationConfig: { OnSuccess } });
    await lab.invoke("worker", { id: "good", fine: true }, { InvocationType: "Event" });
    const { requestContext, requestPayload, responseContext, responsePayload, version } = await heard('"good"');
    expect(version).to.equal("1.0");
    expect(requestContext).to.deep.include({
      functionArn: `${arn("worker")}:$LATEST`,
      condition: "Success",
      approximateInvokeCount: 1,
    });
    expect(requestPayload).to.deep.equal({ id: "good", fine: true });
    expect(responseContext).to.deep.equal({ statusCode: 200, executedVersion: "$LATEST" });
    expect(responsePayload).to.deep.equal({ id: "good" });
  });

  it("is told to the destination of failure at once when a reserved concurrency of zero turns the function off", async () => {
    await lab.create("off", "export const handler = async () => 1;");
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "off", ReservedConcurrentExecutions: 0 }));
    await put({ FunctionName: "off", DestinationConfig: { OnFailure } });
    await lab.invoke("off", { id: "unheard" }, { InvocationType: "Event" });
    const { requestContext, requestPayload, ...more } = await heard('"unheard"');
    expect(requestContext).to.deep.include({ condition: "ZeroReservedConcurrency", approximateInvokeCount: 0 });
    expect(requestPayload).to.deep.equal({ id: "unheard" });
    expect(more).to.have.keys("version", "timestamp");
  });

  it("is told to the destination of failure, after the retries that are asked for", async () => {
    await put({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } });
    await lab.invoke("worker", { id: "bad" }, { InvocationType: "Event" });
    await lab.logged("worker", "no luck", 1);
    await lab.logged("worker", "REPORT", 2);
    lab.advance(cloud.clock, 61_000);
    const { requestContext, responseContext, responsePayload } = await heard('"bad"');
    expect(requestContext).to.include({ condition: "RetriesExhausted", approximateInvokeCount: 2 });
    expect(responseContext).to.include({ functionError: "Unhandled" });
    expect(responsePayload).to.include({ errorMessage: "no luck" });
  });

  it("is told of events that grew too old", async () => {
    await put({ MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure } });
    await lab.invoke("worker", { id: "old" }, { InvocationType: "Event" });
    const { requestContext } = await heard('"old"');
    expect(requestContext).to.include({ condition: "EventAgeExceeded", approximateInvokeCount: 1 });
  });

  it("is configured, changed, listed and removed", async () => {
    await put({ MaximumRetryAttempts: 0, DestinationConfig: { OnSuccess } });
    const input = { FunctionName: "worker" };
    const update = { ...input, MaximumEventAgeInSeconds: 120 };
    await lab.lambda.send(new UpdateFunctionEventInvokeConfigCommand(update));
    const found = await lab.lambda.send(new GetFunctionEventInvokeConfigCommand({ ...input, Qualifier: "$LATEST" }));
    expect(found).to.deep.include({
      FunctionArn: `${arn("worker")}:$LATEST`,
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 120,
      DestinationConfig: { OnSuccess, OnFailure: {} },
    });
    expect(found.LastModified).to.be.instanceOf(Date);
    const list = await lab.lambda.send(new ListFunctionEventInvokeConfigsCommand(input));
    expect(list.FunctionEventInvokeConfigs).to.have.length(1);
    await lab.lambda.send(new DeleteFunctionEventInvokeConfigCommand(input));
    const gone = await failure(lab.lambda.send(new DeleteFunctionEventInvokeConfigCommand(input)));
    expect(gone.message).to.equal(`The function ${arn("worker")}:$LATEST doesn't have an EventInvokeConfig`);
  });

  const refused: Record<string, [input: object, name: string, message: RegExp]> = {
    nothing: [{}, "InvalidParameterValueException", /^You must specify at least one of error handling or destination/],
    "three retries": [{ MaximumRetryAttempts: 3 }, "ValidationException", /'maximumRetryAttempts'/],
    "a minute at most": [{ MaximumEventAgeInSeconds: 59 }, "ValidationException", /'maximumEventAgeInSeconds'/],
    "itself for a destination": [
      { DestinationConfig: { OnSuccess: { Destination: arn("worker") } } },
      "InvalidParameterValueException",
      /destination for itself/,
    ],
    "a destination of another kind": [
      { DestinationConfig: { OnSuccess: { Destination: "arn:aws:iam::000000000000:role/x" } } },
      "ValidationException",
      /'destinationConfig\.onSuccess\.destination'/,
    ],
  };
  for (const [what, [input, name, message]] of Object.entries(refused)) {
    it(`is refused with ${what}`, async () => {
      const error = await failure(put(input));
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }
});
