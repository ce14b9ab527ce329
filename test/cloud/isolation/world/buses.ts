import { MARK, type Owner, tag, type World } from "./owner.ts";

/** A bus with a rule, its target, a policy, an archive, a replay of that, a connection and an API destination. */
export async function fillEventBridge({ own: { events }, account, of, arn }: Owner): Promise<World> {
  const EventBusArn = arn("events", `event-bus/${of}`);
  await events.CreateEventBus({ Name: of, Description: MARK, Tags: [tag] });
  await events.PutPermission({
    EventBusName: of,
    Action: "events:PutEvents",
    Principal: account,
    StatementId: MARK.replaceAll(/[^\w-]/g, ""),
  });
  const EventPattern = JSON.stringify({ source: [MARK] });
  await events.PutRule({ Name: of, EventBusName: of, EventPattern, Description: MARK, Tags: [tag] });
  await events.PutTargets({
    Rule: of,
    EventBusName: of,
    Targets: [{ Id: of, Arn: arn("sqs", of), Input: `"${MARK}"` }],
  });
  await events.CreateArchive({ ArchiveName: of, EventSourceArn: EventBusArn, Description: MARK });
  await events.PutEvents({ Entries: [{ EventBusName: of, Source: MARK, DetailType: MARK, Detail: "{}" }] });
  const archive = arn("events", `archive/${of}`);
  await events.StartReplay({
    ReplayName: of,
    Description: MARK,
    EventSourceArn: archive,
    EventStartTime: new Date(0),
    EventEndTime: new Date(1000),
    Destination: { Arn: EventBusArn },
  });
  const { ConnectionArn } = await events.CreateConnection({
    Name: of,
    Description: MARK,
    AuthorizationType: "API_KEY",
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: MARK, ApiKeyValue: MARK } },
  });
  await events.CreateApiDestination({
    Name: of,
    Description: MARK,
    ConnectionArn,
    InvocationEndpoint: "https://example.com",
    HttpMethod: "POST",
  });
  return {
    events: {
      ConnectionArn,
      Name: of,
      Rule: of,
      EventBusName: EventBusArn,
      ResourceARN: arn("events", `rule/${of}/${of}`),
      ArchiveName: of,
      ReplayName: of,
      TargetArn: arn("sqs", of),
    },
  };
}
