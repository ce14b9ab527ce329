import { resolve } from "node:path";
import { bootstrap, deploy } from "../targets/photosky.ts";

/** `lab deploy`: the sample application into a cloud that runs already, whoever started it. Prints its URL at the end. */
export async function deployInto({
  endpoint,
  work,
}: {
  readonly endpoint: string;
  readonly work: string;
}): Promise<void> {
  const deployment = { endpoint, work: resolve(work), onLine: (line: string) => console.error(line) };
  await bootstrap(deployment);
  console.log(await deploy(deployment));
}
