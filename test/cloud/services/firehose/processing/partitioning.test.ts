import { expect } from "chai";
import { until } from "../../../until.ts";
import { useFirehose } from "../use-firehose.ts";

describe("Dynamic partitioning", () => {
  const lab = useFirehose();
  const parameter = (ParameterName: string, ParameterValue: string) => ({ ParameterName, ParameterValue }) as never;

  /** A stream that partitions by a query. */
  const partitioned = (query: string, Prefix: string, more: object[] = []) =>
    lab.stream({
      Prefix,
      ErrorOutputPrefix: "errors/!{firehose:error-output-type}/",
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          {
            Type: "MetadataExtraction",
            Parameters: [parameter("MetadataExtractionQuery", query), parameter("JsonParsingEngine", "JQ-1.6")],
          },
          ...(more as []),
        ],
      },
    });

  it("sorts records by what a query finds in them, and sets aside those without a key", async () => {
    const query = '{customer: .customer.id, year: .time|strftime("%Y")}';
    const prefix = "c=!{partitionKeyFromQuery:customer}/y=!{partitionKeyFromQuery:year}/!{timestamp:yyyy}/";
    const stream = await partitioned(query, prefix, [{ Type: "AppendDelimiterToRecord" }]);
    const record = (id: unknown, time: number) => JSON.stringify({ customer: { id }, time });
    await lab.put(stream, record("a", 0), record("b", 0), record("a", 1), record(null, 0), "no json");
    await lab.pass(61);
    await lab.pass(61);
    const objects = await lab.delivered(stream);
    const textAt = (start: string) => objects.find(({ key }) => key.startsWith(start))?.text;
    expect(textAt("c=a/y=1970/20")).to.equal(`${record("a", 0)}\n${record("a", 1)}\n`);
    expect(textAt("c=b/y=1970/20")).to.equal(`${record("b", 0)}\n`);
    const errors = (textAt("errors/processing-failed/") ?? "")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(errors.map(({ errorCode }) => errorCode)).to.deep.equal([
      "DynamicPartitioning.MetadataExtractionFailed",
      "DynamicPartitioning.MetadataExtractionFailed",
    ]);
    expect(errors[0].errorMessage).to.equal("partitionKeys values must not be null or empty");
    expect(objects).to.have.length(3);
  });

  it("takes records apart that hold several", async () => {
    const deAggregation = { Type: "RecordDeAggregation", Parameters: [parameter("SubRecordType", "JSON")] };
    const stream = await partitioned("{k: .k}", "k=!{partitionKeyFromQuery:k}/!{timestamp:yyyy}/", [deAggregation]);
    await lab.put(stream, '{"k":1,"t":"}{"}{"k":2}\n{"k":1}');
    await lab.pass(61);
    await lab.pass(61);
    const texts = (await lab.delivered(stream)).map(({ key, text }) => [key.slice(0, 3), text]);
    expect(texts).to.deep.equal([
      ["k=1", '{"k":1,"t":"}{"}{"k":1}'],
      ["k=2", '{"k":2}'],
    ]);
  });

  it("has at most 500 partitions at a time", async () => {
    const stream = await partitioned("{k: .k}", "k=!{partitionKeyFromQuery:k}/");
    for (const from of [0, 300])
      await lab.put(stream, ...Array.from({ length: 300 }, (_, number) => JSON.stringify({ k: from + number })));
    await lab.pass(61);
    await lab.pass(61);
    const keys = async () =>
      (await lab.s3.listObjectsV2({ Bucket: stream })).Contents?.map(({ Key = "" }) => Key) ?? [];
    await until(async () => (await keys()).length === 501);
    expect((await keys()).filter((key) => key.startsWith("k="))).to.have.length(500);
    const failed = (await lab.delivered(stream)).filter(({ key }) => key.startsWith("errors/"));
    expect(failed.flatMap(({ text }) => text.trim().split("\n"))).to.have.length(100);
  }).timeout(60_000);
});
