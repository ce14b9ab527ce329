import { CloudFormationClient, paginateDescribeStacks, type Stack } from "@aws-sdk/client-cloudformation";
import type { PlaceOfConsole } from "../cloud/control/place.ts";
import { durationText } from "../cloud/time/duration.ts";
import { readLab, settingsFor } from "./lab-api.ts";
import { print } from "./output.ts";
import type { RegionOptions } from "./place.ts";

/** `lab status`: where a lab is, as whom it takes the caller, and what is deployed. */
export async function status(options: RegionOptions): Promise<void> {
  const place = await readLab<PlaceOfConsole>(options, "place");
  const stacks = (await stacksIn(options)).map(({ StackName = "", StackStatus = "" }) => ({
    name: StackName,
    status: StackStatus,
  }));
  const { services, ...facts } = place;
  print(options, { ...facts, console: consoleOf(place), stacks }, () => textOf(place, stacks, options));
}

/** All stacks of an account in a region. */
export async function stacksIn(options: RegionOptions): Promise<Stack[]> {
  const client = new CloudFormationClient(await settingsFor(options));
  const stacks: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) stacks.push(...Stacks);
  } finally {
    client.destroy();
  }
  return stacks;
}

function consoleOf({ endpoint }: PlaceOfConsole): string {
  return String(new URL("/_lab/", endpoint));
}

function textOf(
  place: PlaceOfConsole,
  stacks: readonly { readonly name: string; readonly status: string }[],
  { region }: RegionOptions,
): string {
  const { endpoint, version, state, iam, ahead = 0, caller, accounts = [], wellKnownKeys } = place;
  const rows: [string, string | undefined][] = [
    ["Endpoint", endpoint],
    ["Console", consoleOf(place)],
    ["Version", version],
    ["State", state],
    ["You", caller && `${caller.arn}${caller.isTeacher ? ", who may see and change all accounts" : ""}`],
    ["Accounts", accounts.length > 1 ? String(accounts.length) : undefined],
    ["Keys", wellKnownKeys === "on" ? "the well-known keys open all accounts" : "issued by IAM alone"],
    ["IAM", iam],
    ["Time", ahead === 0 ? undefined : `${durationText(ahead)} ahead of this machine`],
    ["Stacks", stacks.map(({ name, status }) => `${name}  ${status}`).join("\n            ") || `none in ${region}`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)}${value}`])).join("\n");
}
