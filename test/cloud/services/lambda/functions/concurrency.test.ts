import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const slow = "export const handler = async () => { await new Promise((go) => setTimeout(go, 300)); return 1; };";

describe("A Lambda function's reserved concurrency", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

  it("is what was put, until it is deleted", async () => {
    const FunctionName = "kept";
    await lab.create(FunctionName, slow);
    const get = () => lab.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    expect((await get()).ReservedConcurrentExecutions).to.equal(undefined);
    await reserve(FunctionName, 5);
    expect((await get()).ReservedConcurrentExecutions).to.equal(5);
    const { Concurrency } = await lab.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Concurrency).to.deep.equal({ ReservedConcurrentExecutions: 5 });
    await lab.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await get()).ReservedConcurrentExecutions).to.equal(undefined);
  });

  it("refuses the events over it", async () => {
    await lab.create("two", slow);
    await reserve("two", 2);
    const results = await Promise.allSettled([1, 2, 3].map(() => lab.invoke("two")));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).to.have.length(1);
    expect(refused[0]).to.include({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
    expect((await lab.invoke("two")).answer).to.equal(1);
  });

  it("turns a function off when it is zero", async () => {
    await lab.create("off", slow);
    await reserve("off", 0);
    expect((await failure(lab.invoke("off"))).name).to.equal("TooManyRequestsException");
  });

  it("leaves 100 of the account's 1,000 to the other functions", async () => {
    await lab.create("greedy", slow);
    await lab.create("other", slow);
    await reserve("greedy", 700);
    const error = await failure(reserve("other", 201));
    expect(error.message).to.match(/below its minimum value of \[100\]\.$/);
    await reserve("greedy", 800);
    expect((await failure(reserve("other", -1))).name).to.equal("ValidationException");
  });
});
