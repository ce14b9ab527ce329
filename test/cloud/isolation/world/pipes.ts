import { MARK, type Owner, type World } from "./owner.ts";

/** A pipe that is stopped, whose tags and description are its owner's alone. */
export async function fillPipes({ own: { pipes }, account, of, arn }: Owner): Promise<World> {
  const [Source, Target] = [arn("sqs", of), arn("sqs", `${of}-target`)];
  const RoleArn = `arn:aws:iam::${account}:role/${of}`;
  const settings = { Source, Target, RoleArn, Description: MARK, DesiredState: "STOPPED" as const };
  const { Arn } = await pipes.CreatePipe({ Name: of, ...settings, Tags: { [MARK]: MARK } });
  return { pipes: { Name: of, Source, Target, RoleArn, resourceArn: Arn, tagKeys: [MARK], tags: { [MARK]: MARK } } };
}
