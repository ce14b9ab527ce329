import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import type { SourceRecord } from "../../../../../lab/cloud/delivery/source.ts";
import type { LambdaState } from "../../../../../lab/cloud/services/lambda/state.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

/** Fails the events that say so, by itself or in its answer. */
const worker = `
  export const handler = async ({ Records }) => {
    console.log("batch " + Records.map(({ id }) => id).join(",") + ";");
    if (Records.some(({ crash }) => crash)) throw new Error("crash");
    return { batchItemFailures: Records.filter(({ bad }) => bad).map(({ id }) => ({ itemIdentifier: id })) };
  };
`;

/** A queue in memory: what is received and not removed comes back when it is told to. */
class MemoryQueue {
  waiting: SourceRecord[] = [];
  readonly removed: string[] = [];
  #wake = () => {};

  send(...events: ({ id: string } & Record<string, unknown>)[]): void {
    this.waiting.push(...events.map((event) => ({ id: event.id, event, filtered: event, time: 0 })));
    this.#wake();
  }

  async receive(most: number): Promise<SourceRecord[]> {
    if (this.waiting.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50).unref();
      });
    }
    return this.waiting.splice(0, most);
  }

  async remove(records: readonly SourceRecord[]): Promise<void> {
    this.removed.push(...records.map(({ id }) => id));
  }

  /** Waits until so many events are removed. */
  async done(count: number): Promise<string[]> {
    while (this.removed.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.removed;
  }
}

describe("Event source mappings", () => {
  const cloud = useCloud();
  let lab: Functions;
  let queue: MemoryQueue;
  let count = 0;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    const { sources } = (await cloud.running.cloud.service("lambda")).state as LambdaState;
    sources.set("queue", { kind: "queue", actions: [], open: () => queue });
  });
  after(() => lab.destroy());

  /** Makes a function that gets the events of a new queue. */
  const map = async (more: Partial<CreateEventSourceMappingCommandInput> = {}) => {
    const FunctionName = `worker-${++count}`;
    queue = new MemoryQueue();
    await lab.create(FunctionName, worker);
    const EventSourceArn = `arn:aws:queue:us-east-1:000000000000:${count}`;
    const input = { FunctionName, EventSourceArn, ...more };
    const mapping = await lab.lambda.send(new CreateEventSourceMappingCommand(input));
    return { FunctionName, UUID: String(mapping.UUID), mapping };
  };

  it("hand a queue's events to the function, and remove what it has done", async () => {
    const { FunctionName, mapping } = await map({ BatchSize: 2 });
    expect(mapping).to.deep.include({ State: "Creating", BatchSize: 2, MaximumBatchingWindowInSeconds: 0 });
    queue.send({ id: "a" }, { id: "b" }, { id: "c" });
    expect((await queue.done(3)).sort()).to.deep.equal(["a", "b", "c"]);
    const lines = await lab.logged(FunctionName, "batch", 2);
    expect(lines.filter((line) => /batch a,b;|batch c;/.test(line))).to.have.length(2);
  });

  it("leave in the queue what the function failed: all, or what it names", async () => {
    const { FunctionName } = await map({ FunctionResponseTypes: ["ReportBatchItemFailures"] });
    queue.send({ id: "a" }, { id: "b", bad: true }, { id: "c" });
    expect((await queue.done(2)).sort()).to.deep.equal(["a", "c"]);
    queue.send({ id: "d" }, { id: "e", crash: true });
    await lab.logged(FunctionName, "batch d,e;");
    queue.send({ id: "f" });
    expect((await queue.done(3)).sort()).to.deep.equal(["a", "c", "f"]);
  });

  it("keep out what the filters don't let through, and remove it", async () => {
    const Filters = [{ Pattern: '{"kind": ["order"]}' }];
    const { FunctionName } = await map({ FilterCriteria: { Filters } });
    queue.send({ id: "a", kind: "order" }, { id: "b", kind: "other" });
    expect((await queue.done(2)).sort()).to.deep.equal(["a", "b"]);
    await lab.logged(FunctionName, "batch a;");
  });

  it("collect a batch for its window", async () => {
    const { FunctionName } = await map({ MaximumBatchingWindowInSeconds: 30, BatchSize: 3 });
    queue.send({ id: "a" });
    setTimeout(() => queue.send({ id: "b" }, { id: "c" }), 20).unref();
    await queue.done(3);
    await lab.logged(FunctionName, "batch a,b,c;");
  });

  it("stop while they are disabled or when they are removed, and go on when they are enabled", async () => {
    const { UUID, FunctionName } = await map({ Enabled: false });
    queue.send({ id: "a" });
    const get = () => lab.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    expect((await get()).State).to.equal("Disabled");
    const { EventSourceMappings } = await lab.lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
    expect(EventSourceMappings?.map((each) => each.UUID)).to.deep.equal([UUID]);
    const ofNobody = await lab.lambda.send(new ListEventSourceMappingsCommand({ FunctionName: "nobody" }));
    expect(ofNobody.EventSourceMappings).to.deep.equal([]);
    const updated = await lab.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 1 }));
    expect(updated).to.include({ State: "Enabling", BatchSize: 1 });
    await queue.done(1);
    const deleted = await lab.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    expect(deleted.State).to.equal("Deleting");
    expect((await failure(get())).name).to.equal("ResourceNotFoundException");
  });

  const refused: Record<string, [input: object, name: string, message: RegExp]> = {
    "a source that the lab does not have": [
      { EventSourceArn: "arn:aws:mq:us-east-1:000000000000:broker:x" },
      "NotImplemented",
      /event sources of the service mq/,
    ],
    "a batch of nothing": [{ BatchSize: 0 }, "ValidationException", /'batchSize'/],
    "a filter that is none": [
      { FilterCriteria: { Filters: [{ Pattern: "{" }] } },
      "InvalidParameterValueException",
      /^Invalid filter pattern definition\.$/,
    ],
    "a function that is not there": [{ FunctionName: "nobody" }, "ResourceNotFoundException", /^Function not found/],
  };
  for (const [what, [input, name, message]] of Object.entries(refused)) {
    it(`are refused with ${what}`, async () => {
      const error = await failure(map(input));
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }

  it("are made once for a source and a function", async () => {
    const { FunctionName, UUID, mapping } = await map();
    const input = { FunctionName, EventSourceArn: mapping.EventSourceArn };
    const error = await failure(lab.lambda.send(new CreateEventSourceMappingCommand(input)));
    expect(error.name).to.equal("ResourceConflictException");
    expect(error.message).to.include(`existing mapping with UUID ${UUID}`);
  });
});
