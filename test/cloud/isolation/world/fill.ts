import { FIRST_ACCOUNT, rootOf } from "../../../../lab/cloud/auth/caller.ts";
import type { Cloud } from "../../../../lab/cloud/cloud.ts";
import { fillApiGateway, fillApiGatewayV2 } from "./apis.ts";
import { fillEventBridge } from "./buses.ts";
import { fillLambda } from "./functions.ts";
import { fillIam } from "./identities.ts";
import { type Owner, REGION, type World } from "./owner.ts";
import { fillPipes } from "./pipes.ts";
import { fillSqs } from "./queues.ts";
import { fillScheduler } from "./schedules.ts";
import { fillCloudFormation } from "./stacks.ts";
import { fillEcr, fillLogs, fillS3, fillSsm } from "./storage.ts";
import { fillFirehose, fillKinesis } from "./streams.ts";
import { fillDynamoDb } from "./tables.ts";
import { fillSns } from "./topics.ts";
import { fillCloudTrail } from "./trails.ts";

/** In this order: functions need their roles. */
const FILLS = [
  fillIam,
  fillS3,
  fillSsm,
  fillLogs,
  fillEcr,
  fillDynamoDb,
  fillSqs,
  fillKinesis,
  fillScheduler,
  fillFirehose,
  fillSns,
  fillEventBridge,
  fillLambda,
  fillPipes,
  fillCloudFormation,
  fillApiGateway,
  fillApiGatewayV2,
  fillCloudTrail,
];

/** Fills an account with something of everything, each marked as its owner's own. @returns how it is named */
export async function fill(cloud: Cloud, account: string): Promise<World> {
  // No account's number: what a student makes under the same name is none of theirs.
  const of = account === FIRST_ACCOUNT ? "of-the-teacher" : "of-the-neighbour";
  const owner: Owner = {
    cloud,
    own: cloud.clients(rootOf(account), REGION),
    account,
    of,
    arn: (service, rest, region = REGION) => `arn:aws:${service}:${region}:${account}:${rest}`,
  };
  const worlds: World[] = [{ account: { account, of } }];
  for (const one of FILLS) worlds.push(await one(owner));
  return Object.assign({}, ...worlds);
}
