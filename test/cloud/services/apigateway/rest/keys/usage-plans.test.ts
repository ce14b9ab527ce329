import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  ImportApiKeysCommand,
  type Op,
  UpdateApiKeyCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { daysOfPeriod } from "../../../../../../lab/cloud/services/apigateway/rest/keys/usage.ts";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

const DAY = 86_400_000;

describe("API keys and usage plans", () => {
  const suite = useRestApis();
  let count = 0;
  const keyed = mock(`{"key": "$context.identity.apiKeyId"}`, { security: [{ api_key: [] }] });
  const components = { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } };
  const advance = (ms: number) => {
    suite.cloud.clock.advance(ms);
    suite.client.config.systemClockOffset += ms;
  };
  /** An API that needs a key, a plan for it with these limits, and a key. */
  const planned = async (limits: object) => {
    count += 1;
    const apiId = await suite.define({ paths: { "/": { get: keyed }, "/pets": { get: keyed } }, components });
    const url = await suite.deploy(apiId);
    const { id: usagePlanId } = await suite.client.send(
      new CreateUsagePlanCommand({ name: `plan-${count}`, apiStages: [{ apiId, stage: "prod" }], ...limits }),
    );
    const { id: keyId, value } = await suite.client.send(
      new CreateApiKeyCommand({ name: `key-${count}`, enabled: true }),
    );
    await suite.client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
    const ask = (path = "/", key = value) => answerOf(`${url}${path}`, { headers: key ? { "x-api-key": key } : {} });
    const statuses = async (times: number, path = "/") => {
      const found: number[] = [];
      for (let i = 0; i < times; i++) found.push((await ask(path)).status);
      return found;
    };
    return { apiId, usagePlanId: usagePlanId as string, keyId: keyId as string, ask, statuses };
  };

  it("let in who has a key of a plan that covers the stage", async () => {
    const { ask, keyId, usagePlanId } = await planned({});
    expect((await ask()).body).to.deep.equal({ key: keyId });
    for (const key of ["", "wrong"]) {
      const { status, body } = await ask("/", key);
      expect([status, body]).to.deep.equal([403, { message: "Forbidden" }]);
    }
    const disable = { op: "replace" as Op, path: "/enabled", value: "false" };
    await suite.client.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [disable] }));
    expect((await ask()).status).to.equal(403);
    await suite.client.send(
      new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ ...disable, value: "true" }] }),
    );
    await suite.client.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
    expect((await ask()).status).to.equal(403);
  });

  it("let somebody in so often in a period, and count it", async () => {
    const { statuses, usagePlanId, keyId, ask } = await planned({ quota: { limit: 2, period: "DAY" } });
    expect(await statuses(3)).to.deep.equal([200, 200, 429]);
    expect((await ask()).body).to.deep.equal({ message: "Limit Exceeded" });
    const day = () => suite.cloud.clock.date().toISOString().slice(0, 10);
    const usage = async () => {
      const dates = { startDate: day(), endDate: day() };
      const { items } = await suite.client.send(new GetUsageCommand({ usagePlanId, keyId, ...dates }));
      return items?.[keyId];
    };
    expect(await usage()).to.deep.equal([[2, 0]]);
    const patchOperations = [{ op: "replace" as Op, path: "/remaining", value: "1" }];
    await suite.client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
    expect(await statuses(2)).to.deep.equal([200, 429]);
    advance(DAY);
    expect(await usage()).to.deep.equal([[0, 2]]);
    expect(await statuses(3)).to.deep.equal([200, 200, 429]);
  });

  it("let somebody in so often at once, by the lab's clock", async () => {
    const { statuses, ask } = await planned({ throttle: { rateLimit: 0.001, burstLimit: 2 } });
    expect(await statuses(3)).to.deep.equal([200, 200, 429]);
    expect((await ask()).body).to.deep.equal({ message: "Too Many Requests" });
    advance(1_500_000);
    expect(await statuses(2)).to.deep.equal([200, 429]);
  });

  it("limit a method of a stage, and stages all their callers", async () => {
    const { statuses, usagePlanId, apiId } = await planned({});
    const limit = (name: string, value: string) => ({
      op: "add" as Op,
      path: `/apiStages/${apiId}:prod/throttle/~1pets~1GET/${name}`,
      value,
    });
    const patchOperations = [limit("rateLimit", "1"), limit("burstLimit", "1")];
    await suite.client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
    expect(await statuses(2)).to.deep.equal([200, 200]);
    const setting = (path: string) => ({ op: "replace" as Op, path, value: "1" });
    await suite.client.send(
      new UpdateStageCommand({
        restApiId: apiId,
        stageName: "prod",
        patchOperations: [setting("/~1/GET/throttling/rateLimit"), setting("/~1/GET/throttling/burstLimit")],
      }),
    );
    expect(await statuses(2)).to.deep.equal([200, 429]);
  });

  it("are kept, listed, changed and deleted", async () => {
    const { usagePlanId, keyId, apiId } = await planned({});
    const { client } = suite;
    const shown = await client.send(new GetApiKeyCommand({ apiKey: keyId }));
    expect(shown.value).to.equal(undefined);
    const secret = (await client.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }))).value;
    expect(secret).to.have.length(40);
    const { items } = await client.send(new GetApiKeysCommand({ nameQuery: shown.name, includeValues: true }));
    expect(items?.map(({ value }) => value)).to.deep.equal([secret]);
    expect((await failure(client.send(new CreateApiKeyCommand({ value: secret })))).name).to.equal("ConflictException");
    expect((await failure(client.send(new CreateApiKeyCommand({ value: "short" })))).name).to.equal(
      "BadRequestException",
    );
    const plans = await client.send(new GetUsagePlansCommand({ keyId }));
    expect(plans.items?.map(({ id }) => id)).to.deep.equal([usagePlanId]);
    const keys = await client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
    expect(keys.items?.map(({ id }) => id)).to.deep.equal([keyId]);
    const stage = { restApiId: apiId, stageName: "prod" };
    expect((await failure(client.send(new DeleteStageCommand(stage)))).message).to.contain("usage plans");
    expect((await failure(client.send(new DeleteUsagePlanCommand({ usagePlanId })))).name).to.equal(
      "BadRequestException",
    );
    const patchOperations = [{ op: "remove" as Op, path: "/apiStages", value: `${apiId}:prod` }];
    await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
    await client.send(new DeleteUsagePlanCommand({ usagePlanId }));
    await client.send(new DeleteStageCommand(stage));
  });

  it("come from files, too", async () => {
    const { usagePlanId } = await planned({});
    const body = Buffer.from(
      `Name,key,description,Enabled,usageplanIds\nfirst,${"a".repeat(20)},one,TRUE,${usagePlanId}\nsecond,${"b".repeat(20)},two,false,\n`,
    );
    const { ids = [] } = await suite.client.send(new ImportApiKeysCommand({ body, format: "csv" }));
    const got = await Promise.all(ids.map((apiKey) => suite.client.send(new GetApiKeyCommand({ apiKey }))));
    expect(got.map(({ name, enabled }) => [name, enabled])).to.deep.equal([
      ["first", true],
      ["second", false],
    ]);
    const { items = [] } = await suite.client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
    expect(items.map(({ id }) => id)).to.include(ids[0]);
  });

  for (const [quota, date, first] of [
    [{ period: "DAY" }, "2026-11-20", "2026-11-20"],
    [{ period: "WEEK" }, "2026-11-20", "2026-11-15"],
    [{ period: "WEEK", offset: 1 }, "2026-11-15", "2026-11-09"],
    [{ period: "MONTH" }, "2026-11-20", "2026-11-01"],
    [{ period: "MONTH", offset: 20 }, "2026-11-20", "2026-10-21"],
  ] as const) {
    it(`count from ${first} on ${date}, by ${JSON.stringify(quota)}`, () => {
      const days = daysOfPeriod(quota, Date.parse(`${date}T12:00:00Z`));
      expect([days[0], days.at(-1)]).to.deep.equal([first, date]);
    });
  }
});
