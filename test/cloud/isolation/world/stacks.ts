import { MARK, type Owner, tag, type World } from "./owner.ts";

/** A stack with an export, and a change set. */
export async function fillCloudFormation({ own, of, arn }: Owner): Promise<World> {
  const stack = {
    Resources: { Parameter: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: MARK } } },
    Outputs: { Exported: { Value: MARK, Export: { Name: of } } },
  };
  const { StackId = "" } = await own.cloudformation.CreateStack({
    StackName: of,
    TemplateBody: JSON.stringify(stack),
    Tags: [tag],
  });
  for (;;) {
    const { Stacks = [] } = await own.cloudformation.DescribeStacks({ StackName: of });
    if (Stacks[0]?.StackStatus === "CREATE_COMPLETE") break;
    if (Stacks[0]?.StackStatus !== "CREATE_IN_PROGRESS") throw new Error(Stacks[0]?.StackStatusReason);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  const change = { ...stack, Outputs: { Other: { Value: MARK } } };
  const { Id: changeSet } = await own.cloudformation.CreateChangeSet({
    StackName: of,
    ChangeSetName: of,
    Description: MARK,
    TemplateBody: JSON.stringify(change),
  });
  return {
    cloudformation: {
      StackName: StackId,
      StackId,
      LogicalResourceId: "Parameter",
      ExportName: of,
      ChangeSetName: changeSet,
      RoleARN: arn("iam", `role/${of}`, ""),
    },
  };
}
