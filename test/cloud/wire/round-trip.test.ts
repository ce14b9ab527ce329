import type { Readable } from "node:stream";
import type { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import type { OperationModel } from "../../../lab/cloud/wire/model.ts";
import type { Structure } from "../../../lab/cloud/wire/protocol.ts";
import { useLoopback } from "./loopback.ts";
import { sampleOf } from "./samples.ts";
import { clientClass, commandOf, ELSEWHERE, wires } from "./sdks.ts";

for (const { name, speaks, sdk: load, configuration } of wires) {
  describe(`The wire of ${name}`, () => {
    const loopback = useLoopback(load);

    it("carries every operation's input to the server, and its output back", async function () {
      this.timeout(120_000);
      const sdk = await load();
      const client = loopback.client(clientClass(sdk), configuration);
      for (const operation of loopback.model.operations.values()) {
        if (ELSEWHERE.has(operation.name) || isEventStream(operation.input) || isEventStream(operation.output))
          continue;
        const input = sampleOf(operation.input) ?? {};
        loopback.answer = outputOf(operation);
        const { $metadata, ...output } = await client.send(commandOf(sdk, operation.name, input));

        expect(loopback.received).to.include({ protocol: speaks, operation: operation.name });
        expect(plain(loopback.received.input), `input of ${operation.name}`).to.deep.equal(plain(input));
        await collectStream(operation, output);
        expect(plain(output), `output of ${operation.name}`).to.deep.equal(plain(loopback.answer));
      }
    });
  });
}

function isEventStream(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() && schema.getEventStreamMember() !== "";
}

function outputOf(operation: OperationModel): Structure {
  const output = (sampleOf(operation.output) ?? {}) as Structure;
  const status = operation.outputBindings.find((b) => b.in === "status")?.member;
  if (status) output[status] = 203;
  // The client shows the header of Expires a second time, as it came.
  if ("ExpiresString" in output) output.ExpiresString = (output.Expires as Date).toUTCString();
  return output;
}

async function collectStream({ outputBindings }: OperationModel, output: Structure): Promise<void> {
  const streamed = outputBindings.find((b) => b.in === "payload" && b.schema.isStreaming())?.member;
  if (streamed) output[streamed] = Buffer.concat(await (output[streamed] as Readable).toArray());
}

/** Bytes compare as bytes, whatever class they came in; what is absent is absent. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (value instanceof String) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  );
}
