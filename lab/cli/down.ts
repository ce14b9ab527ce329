import { targetNamed } from "../targets/index.ts";
import type { TargetPlace } from "./place.ts";

/** `lab down`: ends what an earlier command left running. Its state stays. */
export async function down({ target, state }: Pick<TargetPlace, "target" | "state">): Promise<void> {
  const { stop, title } = await targetNamed(target);
  if (target === "aws") {
    console.log("What is deployed on AWS stays, and costs, until you destroy it: cd infra && npx cdk destroy");
    return;
  }
  const stopped = await stop({ state });
  console.log(stopped ? `Stopped ${stopped}.` : `Nothing is running: ${title}.`);
}
