import { LabError } from "../lab-error.ts";
import { print } from "./output.ts";
import type { RegionOptions } from "./place.ts";
import { stacksIn } from "./status.ts";

/** No stack tells an address, or several do. */
export class NoApplication extends LabError {
  override readonly name = "NoApplication";
}

/** An address that a stack tells in its outputs. */
export interface Application {
  readonly stack: string;
  readonly output: string;
  readonly url: string;
}

/** `lab open`: opens the application whose address a stack's outputs tell. */
export async function openApplication(
  name: string | undefined,
  { open: opens, ...options }: RegionOptions & { readonly open: boolean },
): Promise<void> {
  const applications = (await stacksIn(options)).flatMap(({ StackName: stack = "", Outputs = [] }) =>
    Outputs.map(({ OutputKey: output = "", OutputValue: url = "" }) => ({ stack, output, url })),
  );
  const found = chosenApplication(name, applications);
  print(options, found, () => found.url);
  if (opens) await openInBrowser(found.url);
}

/** Opens a page in a browser. Where there is none, the printed address is what one needs. */
export async function openInBrowser(url: string): Promise<void> {
  const { default: open } = await import("open");
  await open(url).catch(() => undefined);
}

/** The one whose stack, output or URL has a text in it. The CDK tells a REST API's address twice: once is enough. */
export function chosenApplication(text = "", applications: readonly Application[]): Application {
  const pages = applications.filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
  const matching = pages.filter((one) => Object.values(one).join(" ").toLowerCase().includes(text.toLowerCase()));
  const distinct = [...new Map(matching.map((one) => [one.url, one])).values()];
  const [only] = distinct;
  if (only && distinct.length === 1) return only;
  const choice = (distinct.length > 1 ? distinct : pages).map((one) => `\n  ${one.stack} ${one.output}  ${one.url}`);
  const problem =
    distinct.length > 1
      ? "Several stack outputs are addresses"
      : `No stack output is an address${text && ` with ${text}`}`;
  throw new NoApplication(`${problem}${choice.length > 0 ? `:${choice.join("")}` : "."}`);
}
