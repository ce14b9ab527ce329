import { expect } from "chai";
import { serviceIn } from "../../lab/cloud/auth/caller.ts";
import { useCloud } from "./use-cloud.ts";

describe("Calls from inside the cloud", () => {
  const lab = useCloud();

  it("are made by clients that an async function may return", async () => {
    const caller = serviceIn("000000000000", "lambda.amazonaws.com");
    const clientOf = async () => lab.running.cloud.clients(caller, "us-east-1").ssm;
    const ssm = await clientOf();
    await ssm.PutParameter({ Name: "a", Value: "b", Type: "String" });
    expect((await ssm.GetParameter({ Name: "a" })).Parameter?.Value).to.equal("b");
  });
});
