import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { useAnnouncements } from "../use-announcements.ts";
import { useCloud } from "../use-cloud.ts";

describe("What services tell EventBridge by themselves", () => {
  const lab = useCloud();
  const announcements = useAnnouncements(lab);

  it("are changes of parameters", async () => {
    const ssm = lab.client(SSM);
    const put = { Name: "/a/b", Value: "v", Type: "String" as const, Description: "d" };
    await ssm.putParameter(put);
    await ssm.putParameter({ ...put, Overwrite: true });
    await ssm.labelParameterVersion({ Name: "/a/b", Labels: ["good"] });
    await ssm.deleteParameter({ Name: "/a/b" });
    const told = await announcements.of("Parameter Store Change", 4);
    expect(told.map(({ detail }) => detail)).to.deep.equal(
      ["Create", "Update", "LabelParameterVersion", "Delete"].map((operation) => ({
        operation,
        name: "/a/b",
        type: "String",
        description: "d",
      })),
    );
    expect(told[0]?.resources).to.deep.equal(["arn:aws:ssm:us-east-1:000000000000:parameter/a/b"]);
  });

  it("are statuses of stacks and their resources, and of the detection of drift", async () => {
    const stacks = lab.client(CloudFormation);
    const StackName = "told";
    const Properties = { Type: "String", Value: "v", Name: "made" };
    const TemplateBody = JSON.stringify({ Resources: { P: { Type: "AWS::SSM::Parameter", Properties } } });
    const { StackId } = await stacks.createStack({ StackName, TemplateBody, ClientRequestToken: "token" });
    await waitUntilStackCreateComplete({ client: stacks, maxWaitTime: 30, minDelay: 1 }, { StackName });
    const statuses = announcements.heard.filter(({ source }) => source === "aws.cloudformation");
    expect(statuses.at(-1)).to.deep.include({
      detailType: "CloudFormation Stack Status Change",
      resources: [StackId],
      detail: {
        "stack-id": StackId,
        "status-details": { status: "CREATE_COMPLETE", "status-reason": "" },
        "client-request-token": "token",
      },
    });
    const ofResource = statuses.filter(({ detailType }) => detailType === "CloudFormation Resource Status Change");
    expect(ofResource.at(-1)?.detail).to.deep.include({
      "logical-resource-id": "P",
      "physical-resource-id": "made",
      "resource-type": "AWS::SSM::Parameter",
    });
    await stacks.detectStackDrift({ StackName });
    const [drift] = await announcements.of("CloudFormation Drift Detection Status Change");
    expect(drift?.detail).to.deep.include({
      "status-details": { "stack-drift-status": "IN_SYNC", "detection-status": "DETECTION_COMPLETE" },
    });
  });

  it("are API calls, without a trail, and not those about data", async () => {
    await lab.client(IAM).createUser({ UserName: "ann" });
    const told = await announcements.of("AWS API Call via CloudTrail");
    const user = told.find(({ source }) => source === "aws.iam");
    expect(user?.detail).to.include({
      eventName: "CreateUser",
      eventSource: "iam.amazonaws.com",
      eventVersion: "1.11",
      readOnly: false,
    });
  });
});
