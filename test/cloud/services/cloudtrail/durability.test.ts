import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { useKillableLab } from "../../use-killable-lab.ts";

describe("The event history of a lab that is killed", () => {
  const lab = useKillableLab();

  it("has what was told before", async () => {
    await lab.client(IAM).createUser({ UserName: "ann" });
    const told = async () => {
      const { Events = [] } = await lab.client(CloudTrail).lookupEvents({});
      return Events.filter(({ EventName }) => EventName === "CreateUser").map(({ EventId }) => EventId);
    };
    const before = await told();
    expect(before).to.have.length(1);
    await lab.kill();
    await lab.start();
    expect(await told()).to.deep.equal(before);
  });
});
