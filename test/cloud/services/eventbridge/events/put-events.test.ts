import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

describe("Events", () => {
  const lab = useEventBridge();

  it("reach the targets of the rules that they fit, in AWS's envelope", async () => {
    const { url } = await lab.rule({ pattern: { source: ["shop"], detail: { state: ["paid"] } } });
    const Time = new Date("2026-11-20T10:00:00.789Z");
    const [, id] = await lab.put(
      { Source: "shop", Detail: '{"state":"open"}' },
      { Source: "shop", Detail: '{"state":"paid"}', Resources: ["arn:aws:s3:::b"], Time },
    );
    const [body = ""] = await lab.bodies(url);
    expect(body).to.equal(
      `{"version":"0","id":"${id}","detail-type":"Order","source":"shop","account":"${ACCOUNT}",` +
        '"time":"2026-11-20T10:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::b"],"detail":{"state":"paid"}}',
    );
  });

  // Measured by LocalStack: tests/aws/services/events/test_events.snapshot.json
  it("fail one by one where they lack something", async () => {
    const { Entries, FailedEntryCount } = await lab.events.putEvents({
      Entries: [
        { DetailType: "t", Detail: "{}" },
        { Source: "s", Detail: "{}" },
        { Source: "s", DetailType: "t" },
        { Source: "s", DetailType: "t", Detail: "[1]" },
        { Source: "aws.s3", DetailType: "t", Detail: "{}" },
        { Source: "s", DetailType: "t", Detail: "{}", EventBusName: "nowhere" },
      ],
    });
    expect(FailedEntryCount).to.equal(5);
    expect(Entries?.map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage])).to.deep.equal([
      ["InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."],
      ["InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."],
      ["InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."],
      ["MalformedDetail", "Detail is malformed."],
      ["NotAuthorizedForSourceException", "Not authorized for the source."],
      [undefined, undefined],
    ]);
  });

  it("are refused together when they are too large", async () => {
    const Detail = JSON.stringify({ text: "x".repeat(600_000) });
    const entry = { Source: "s", DetailType: "t", Detail };
    const error = await failure(lab.events.putEvents({ Entries: [entry, entry] }));
    expect([error.name, error.message]).to.deep.equal([
      "ValidationException",
      "Total size of the entries in the request is over the limit.",
    ]);
  });

  it("that services announce reach the default bus, when a rule waits for them", async () => {
    const { cloud } = lab.running as unknown as { cloud: import("../../../../../lab/cloud/cloud.ts").Cloud };
    const { url, name } = await lab.rule({ pattern: { source: ["aws.test"] } });
    const told = { account: ACCOUNT, region: "us-east-1", source: "aws.test", detailType: "Told", resources: [] };
    expect(cloud.announcements.isListening(told)).to.equal(true);
    expect(cloud.announcements.isListening({ ...told, source: "aws.other" })).to.equal(false);
    cloud.store.write(() => cloud.announcements.announce({ ...told, detail: { n: 1 } }));
    expect(JSON.parse((await lab.bodies(url))[0] ?? "")).to.include({ source: "aws.test", "detail-type": "Told" });
    await lab.events.disableRule({ Name: name });
    expect(cloud.announcements.isListening(told)).to.equal(false);
  });
});
