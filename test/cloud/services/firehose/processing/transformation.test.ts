import type { ProcessorParameterName } from "@aws-sdk/client-firehose";
import { expect } from "chai";
import { Functions } from "../../lambda/functions.ts";
import { useFirehose } from "../use-firehose.ts";

const CODE = `
export const handler = async (event) => {
  console.log("EVENT " + JSON.stringify(event));
  return {
    records: event.records.flatMap(({ recordId, data }) => {
      const text = Buffer.from(data, "base64").toString();
      if (text === "drop") return [{ recordId, result: "Dropped", data }];
      if (text === "fail") return [{ recordId, result: "ProcessingFailed", data }];
      if (text === "forget") return [];
      return [{ recordId, result: "Ok", data: Buffer.from(text.toUpperCase()).toString("base64") }];
    }),
  };
};`;

describe("Transformation by a function", () => {
  const lab = useFirehose();
  let functions: Functions;
  before(async () => {
    functions = new Functions(lab.endpoint);
    await functions.makeRole();
  });

  const processing = (LambdaArn: string, more: Partial<Record<ProcessorParameterName, string>> = {}) => ({
    Enabled: true,
    Processors: [
      {
        Type: "Lambda" as const,
        Parameters: Object.entries({ LambdaArn, BufferIntervalInSeconds: "10", ...more }).map(
          ([name, ParameterValue]) => ({
            ParameterName: name as ProcessorParameterName,
            ParameterValue,
          }),
        ),
      },
    ],
  });

  it("sends AWS's event, and delivers, drops and sets aside what the function says", async () => {
    const { FunctionArn = "" } = await functions.create("shout", CODE);
    const stream = await lab.stream({ ProcessingConfiguration: processing(FunctionArn) });
    await lab.put(stream, "a", "drop", "fail", "forget", "b");
    await lab.pass(11);
    const lines = await functions.logged("shout", "EVENT");
    const event = JSON.parse(lines.find((line) => line.includes("EVENT"))?.replace(/^.*?EVENT /s, "") ?? "");
    expect(event).to.include({
      deliveryStreamArn: `arn:aws:firehose:us-east-1:000000000000:deliverystream/${stream}`,
      region: "us-east-1",
    });
    expect(event.invocationId).to.match(/^[0-9a-f-]{36}$/);
    expect(event.records).to.have.length(5);
    expect(event.records[0]).to.have.keys("recordId", "approximateArrivalTimestamp", "data");
    expect(event.records[0].recordId).to.match(/^\d{62}$/);
    await lab.pass(301);
    const objects = await lab.delivered(stream);
    const good = objects.find(({ key }) => !key.startsWith("processing-failed/"));
    expect(good?.text).to.equal("AB");
    const bad = objects.find(({ key }) => /^processing-failed\/\d{4}\/\d\d\/\d\d\/\d\d\//.test(key));
    const errors = (bad?.text ?? "")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(errors.map(({ errorCode }) => errorCode)).to.deep.equal([
      "Lambda.ProcessingFailedStatus",
      "Lambda.MissingRecordId",
    ]);
    expect(errors[0]).to.include({
      attemptsMade: 1,
      errorMessage: "ProcessingFailed status set for record",
      rawData: Buffer.from("fail").toString("base64"),
      lambdaArn: FunctionArn,
    });
    expect(errors[0]).to.include.keys("arrivalTimestamp", "attemptEndingTimestamp");
  }).timeout(30_000);

  it("is tried again, and given up with all its records", async () => {
    const { FunctionArn = "" } = await functions.create(
      "broken",
      "export const handler = () => { throw new Error('no'); };",
    );
    const stream = await lab.stream({ ProcessingConfiguration: processing(FunctionArn, { NumberOfRetries: "1" }) });
    await lab.put(stream, "x", "y");
    await lab.pass(60);
    await lab.pass(301);
    const [object, ...others] = await lab.delivered(stream);
    expect(others).to.deep.equal([]);
    const errors = (object?.text ?? "")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(errors).to.have.length(2);
    expect(errors[1]).to.include({
      attemptsMade: 2,
      errorCode: "Lambda.FunctionError",
      errorMessage: "The Lambda function was successfully invoked but it returned an error result.",
    });
  }).timeout(30_000);
});
