import { targetNamed } from "../targets/index.ts";
import { print } from "./output.ts";
import type { TargetPlace } from "./place.ts";

/** `lab down`: ends what an earlier command left running. Its state stays. */
export async function down({
  target,
  state,
  ...printed
}: Pick<TargetPlace, "target" | "state" | "json">): Promise<void> {
  const { stop, title } = await targetNamed(target);
  if (target === "aws") {
    const advice = "What is deployed on AWS stays, and costs, until you destroy it: cd infra && npx cdk destroy";
    return print(printed, { target, advice }, () => advice);
  }
  const stopped = await stop({ state });
  print(printed, { target, stopped }, () => (stopped ? `Stopped ${stopped}.` : `Nothing is running: ${title}.`));
}
